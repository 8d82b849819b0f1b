/**
 * Independent arrivals at a fixed mean rate: what many unrelated callers together look like. The gaps are exponential,
 * `−ln(1 − u) / rate`.
 *
 *     rate |───────────────
 *          |↑ ↑↑     ↑  ↑↑
 *          +---------------> t
 */
import type { Schedule } from '../../harness/contract/arrivals.ts';
import { independently } from './lay-out.ts';
import { flat } from './rate-profile.ts';
import type { SpecOf } from './spec-of.ts';

export function poisson({ ratePerSecond, durationMs }: SpecOf<'poisson'>, seed: number): Schedule {
  return independently(flat(ratePerSecond, durationMs), seed);
}
