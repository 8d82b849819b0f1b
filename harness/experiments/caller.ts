/** Loads of callers that never pause. */
import type { ClosedLoad } from '../contract/load-model.ts';
import type { Millis } from '../contract/units.ts';

export function toCallers(concurrency: number, durationMs: Millis): ClosedLoad {
  const stage = { fromConcurrency: concurrency, toConcurrency: concurrency, durationMs };
  return { model: 'closed', stages: [stage], thinkTimeMs: 0 };
}
