/** Calls functions one after another, each with the payload that the one before gave back. */
import { type Step, callFunction, toSha256 } from '../../shared/node/call.mts';
import { toText } from '../../shared/node/seeded.mts';

export interface Event {
  /** In the order of the calls; one may be there several times. */
  readonly urls: readonly string[];
  /** What every function gets beside the payload. Default: nothing. */
  readonly event?: object;
  readonly payloadBytes: number;
  readonly seed: number;
}

export async function handle({ urls, event = {}, payloadBytes, seed }: Event): Promise<{
  calls: number;
  payloadBytes: number;
  /** Of the payload as it came back from the last one. */
  sha256: string;
  durationMs: number;
  steps: readonly Step[];
}> {
  const start = performance.now();
  const steps: Step[] = [];
  let payload = toText(payloadBytes, seed);
  for (const url of urls) {
    const called = await callFunction(url, event, payload, start);
    steps.push(called.step);
    payload = called.payload;
  }
  const durationMs = performance.now() - start;
  return { calls: steps.length, payloadBytes: payload.length, sha256: toSha256(payload), durationMs, steps };
}
