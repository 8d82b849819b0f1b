/**
 * The same arrivals, more or fewer, faster or slower: a recorded day as a test of ten minutes. Of a rate of 2.3, every
 * arrival is there twice, and with a probability of 0.3 a third time; of 0.3, it is there with a probability of 0.3.
 * That keeps the shape: bursts stay bursts.
 */
import type { Schedule } from '../../harness/contract/arrivals.ts';
import { drawnSchedule } from './drawn-schedule.ts';
import { createRandom } from '../../harness/contract/seeded-random.ts';

export interface ScaleFactors {
  /** How many times as many invocations. */
  readonly rate: number;
  /** How many times as long. */
  readonly time: number;
}

export function scale(of: Schedule, { rate, time }: ScaleFactors, seed: number): Schedule {
  const random = createRandom(seed);
  const whole = Math.floor(rate);
  const copies = (): number => whole + (random() < rate - whole ? 1 : 0);
  const duration = of.duration === 0 ? 0 : Math.max(1, Math.round(of.duration * time));
  const stretch = (start: number): number => Math.min(Math.round(start * time), Math.max(duration - 1, 0));

  let used = 0;
  let left = 0;
  let start = 0;
  return drawnSchedule({
    duration,
    rateAt: (t) => (of.rateAt(t / time) * rate) / time,
    next() {
      while (left === 0) {
        const original = of.intendedStart(used);
        if (original === undefined) return undefined;
        used += 1;
        left = copies();
        start = stretch(original);
      }
      left -= 1;
      return start;
    },
  });
}
