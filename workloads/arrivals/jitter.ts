/**
 * Almost regular arrivals, such as timers that drift: invocation `k` starts at `(k + jitter × v) / rate`, with `v` uniform
 * in [−1, 1). From a jitter of 0.5 on, neighbours can change places: the starts are sorted. What would fall before the
 * start or beyond the end is reflected, so that none is lost.
 *
 *     |  ↑   |    ↑ | ↑    |   ↑  |
 *     +------+------+------+------> t
 */
import type { Schedule } from '../../harness/contract/arrivals.ts';
import { nanosPerSecond } from '../../harness/contract/units.ts';
import { constant } from './constant.ts';
import { drawnSchedule } from './drawn-schedule.ts';
import { createRandom } from '../../harness/contract/seeded-random.ts';
import type { SpecOf } from './spec-of.ts';

export function jitter(spec: SpecOf<'jitter'>, seed: number): Schedule {
  const regular = constant(spec);
  const { duration } = regular;
  const distance = nanosPerSecond / spec.ratePerSecond;
  const random = createRandom(seed);
  const move = (k: number): number => {
    const moved = Math.abs(Math.round((k + spec.jitter * (2 * random() - 1)) * distance));
    const inside = moved < duration ? moved : 2 * duration - moved;
    return Math.min(Math.max(inside, 0), duration - 1);
  };

  /** Moved already, but a later one may come before; at most three. */
  const waiting: number[] = [];
  let k = 0;
  const mayBeOvertaken = (): boolean =>
    waiting[0] === undefined || (k - spec.jitter) * distance <= waiting[0];

  return drawnSchedule({
    duration,
    rateAt: (t) => regular.rateAt(t),
    next() {
      while (mayBeOvertaken() && regular.intendedStart(k) !== undefined) {
        waiting.push(move(k));
        waiting.sort((a, b) => a - b);
        k += 1;
      }
      return waiting.shift();
    },
  });
}
