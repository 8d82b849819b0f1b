/** The signed headers of targets that want them. A signature is made once and used while it is valid. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Clock } from '../contract/clock.ts';
import type { InvocationTarget, SigV4Signing } from '../contract/target.ts';
import { type Nanos, fromSeconds } from '../contract/units.ts';

/** AWS accepts a signature for five minutes; half of that leaves room for a clock that is off. */
const signatureLifetime: Nanos = fromSeconds(150);

/** Keeps the headers of targets valid while a load is played. */
export interface RequestHeaders {
  /** Signs again what grows old, and hands it to `update`. To be called every second. */
  renew(): Promise<void>;
}

/** @param update - called at once with the headers of every target that has to be signed, and with each renewal. */
export async function createRequestHeaders(
  targets: readonly InvocationTarget[],
  clock: Clock,
  update: (target: number, headers: Readonly<Record<string, string>>) => void,
): Promise<RequestHeaders> {
  const signed = targets.flatMap((target, at) =>
    target.sigV4 === undefined ? [] : [{ at, sign: createSigner(target, target.sigV4), signedAt: 0 }],
  );
  const renew = async (isDue: (signedAt: Nanos) => boolean): Promise<void> => {
    for (const one of signed.filter(({ signedAt }) => isDue(signedAt))) {
      one.signedAt = clock.now();
      update(one.at, await one.sign(clock.epochMs()));
    }
  };
  await renew(() => true);
  return { renew: () => renew((signedAt) => clock.now() - signedAt >= signatureLifetime) };
}

type Sign = (epochMs: number) => Promise<Readonly<Record<string, string>>>;

function createSigner(target: InvocationTarget, { region, service, credentials }: SigV4Signing): Sign {
  const signer = new SignatureV4({ region, service, credentials, sha256: Sha256 });
  const { protocol, hostname, port, host } = new URL(target.origin);
  const [path = '/', query = ''] = target.path.split('?');
  return async (epochMs) => {
    const signed = await signer.sign(
      {
        method: target.method,
        protocol,
        hostname,
        ...(port === '' ? {} : { port: Number(port) }),
        path,
        query: Object.fromEntries(new URLSearchParams(query)),
        headers: { ...target.headers, host },
        body: target.body,
      },
      { signingDate: new Date(epochMs) },
    );
    return signed.headers;
  };
}
