/** The signed headers of targets that want them. A signature is made once and used while it is valid. */
import type { Clock } from '../contract/clock.ts';
import type { InvocationTarget } from '../contract/target.ts';
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
  if (targets.every((target) => target.sigV4 === undefined)) return { renew: () => Promise.resolve() };
  // Loaded where it is needed: every sending thread would hold its own copy of it.
  const { createSigner } = await import('./sign-request.ts');
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
