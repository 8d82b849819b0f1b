/**
 * Arrivals at a fixed distance: invocation `k` starts at `k / rate`.
 *
 *     rate |───────────────
 *          |↑   ↑   ↑   ↑
 *          +---------------> t
 */
import type { Schedule } from '../../harness/contract/arrivals.ts';
import { evenly } from './lay-out.ts';
import { flat } from './rate-profile.ts';
import type { SpecOf } from './spec-of.ts';

export function constant({ ratePerSecond, durationMs }: SpecOf<'constant'>): Schedule {
  return evenly(flat(ratePerSecond, durationMs));
}
