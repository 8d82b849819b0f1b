/**
 * The part of other arrivals that falls to one of several takers: each arrival is dealt to one of them with the
 * probability of its weight. From the same seed the parts together are the whole.
 */
import type { Schedule } from '../../harness/contract/arrivals.ts';
import { drawnSchedule } from './drawn-schedule.ts';
import { toBounds } from './find-interval.ts';
import { createRandom } from '../../harness/contract/seeded-random.ts';

export interface Taker {
  readonly weights: readonly number[];
  /** Which entry of `weights` it is. */
  readonly at: number;
}

export function share(of: Schedule, { weights, at }: Taker, seed: number): Schedule {
  const random = createRandom(seed);
  const bounds = toBounds(weights);
  const total = bounds[weights.length] ?? 1;
  const from = (bounds[at] ?? 0) / total;
  const to = (bounds[at + 1] ?? 0) / total;
  let used = 0;
  return drawnSchedule({
    duration: of.duration,
    rateAt: (t) => of.rateAt(t) * (to - from),
    next() {
      for (;;) {
        const start = of.intendedStart(used);
        if (start === undefined) return undefined;
        used += 1;
        const drawn = random();
        if (drawn >= from && drawn < to) return start;
      }
    },
  });
}
