/** One schedule for several workers, who need not talk: each takes every n-th invocation. */
import type { Schedule } from '../../harness/contract/arrivals.ts';

/**
 * Invocation `i` of the part is invocation `i × workers + worker` of the whole.
 *
 * @param worker - which of the `workers`; from 0.
 */
export function split(schedule: Schedule, worker: number, workers: number): Schedule {
  return {
    duration: schedule.duration,
    intendedStart: (index) => schedule.intendedStart(index * workers + worker),
    rateAt: (t) => schedule.rateAt(t) / workers,
  };
}
