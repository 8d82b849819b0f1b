/** The headers of an invocation, signed where the target wants it. A signature is made once and used while it is valid. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Clock } from '../contract/clock.ts';
import type { InvocationTarget } from '../contract/target.ts';
import { type Nanos, fromSeconds } from '../contract/units.ts';

/** AWS accepts a signature for five minutes; half of that leaves room for a clock that is off. */
const signatureLifetime: Nanos = fromSeconds(150);

export interface RequestHeaders {
  /** The headers to send now. */
  current(): Readonly<Record<string, string>>;
  /** Signs again when the signature grows old. To be called every second. */
  renew(): Promise<void>;
}

export async function createRequestHeaders(target: InvocationTarget, clock: Clock): Promise<RequestHeaders> {
  const sign = createSigner(target);
  let headers = await sign(clock.epochMs());
  let signedAt = clock.now();
  return {
    current: () => headers,
    async renew() {
      if (target.sigV4 === undefined || clock.now() - signedAt < signatureLifetime) return;
      signedAt = clock.now();
      headers = await sign(clock.epochMs());
    },
  };
}

type Sign = (epochMs: number) => Promise<Readonly<Record<string, string>>>;

function createSigner(target: InvocationTarget): Sign {
  const { sigV4 } = target;
  if (sigV4 === undefined) return () => Promise.resolve(target.headers);
  const { region, service, credentials } = sigV4;
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
