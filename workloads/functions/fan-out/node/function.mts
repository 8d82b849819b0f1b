/** Calls functions all at once, each with the same payload, and joins what they give back. */
import { type Step, callFunction, toSha256 } from '../../shared/node/call.mts';
import { toText } from '../../shared/node/seeded.mts';

export interface Event {
  /** One may be there several times. */
  readonly urls: readonly string[];
  /** What every function gets beside the payload. Default: nothing. */
  readonly event?: object;
  readonly payloadBytes: number;
  readonly seed: number;
}

export async function handle({ urls, event = {}, payloadBytes, seed }: Event): Promise<{
  calls: number;
  /** All payloads that came back, joined in the order of the addresses. */
  payloadBytes: number;
  sha256: string;
  durationMs: number;
  /** In the order of the addresses. */
  steps: readonly Step[];
}> {
  const start = performance.now();
  const payload = toText(payloadBytes, seed);
  const called = await Promise.all(urls.map((url) => callFunction(url, event, payload, start)));
  const joined = called.map((one) => one.payload).join('');
  return {
    calls: called.length,
    payloadBytes: joined.length,
    sha256: toSha256(joined),
    durationMs: performance.now() - start,
    steps: called.map(({ step }) => step),
  };
}
