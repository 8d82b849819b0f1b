/**
 * So many invocations in each interval: what traces of platforms record. Every interval has exactly its count.
 *
 *     |↑ ↑ ↑ ↑ |↑   ↑   |        |↑ ↑  ↑  |
 *     +--------+--------+--------+--------+> t
 *          4        2        0        3
 */
import type { Schedule } from '../../harness/contract/arrivals.ts';
import { type Nanos, fromMillis, nanosPerSecond } from '../../harness/contract/units.ts';
import { drawnSchedule } from './drawn-schedule.ts';
import { createRandom } from '../../harness/contract/seeded-random.ts';
import type { SpecOf } from './spec-of.ts';

export function counts(spec: SpecOf<'counts'>, seed: number): Schedule {
  const interval = fromMillis(spec.intervalMs);
  const random = createRandom(seed);
  const layOutInside = (count: number): Float64Array =>
    spec.spacing === 'even' ? evenStarts(count, interval) : randomStarts(count, interval, random);

  let starts: Float64Array = new Float64Array();
  let used = 0;
  let nextInterval = 0;
  return drawnSchedule({
    duration: spec.counts.length * interval,
    rateAt: (t) => ((spec.counts[Math.floor(t / interval)] ?? 0) / interval) * nanosPerSecond,
    next() {
      while (used === starts.length) {
        const count = spec.counts[nextInterval];
        if (count === undefined) return undefined;
        starts = layOutInside(count);
        used = 0;
        nextInterval += 1;
      }
      const inside = starts[used] ?? 0;
      used += 1;
      return (nextInterval - 1) * interval + inside;
    },
  });
}

/** Start `j` of `n` at `j / n` of the interval. */
function evenStarts(count: number, interval: Nanos): Float64Array {
  return Float64Array.from({ length: count }, (_, j) => Math.floor((j * interval) / count));
}

/** Given their number, the starts of a Poisson process are uniform and independent; sorted, they are in order. */
function randomStarts(count: number, interval: Nanos, random: () => number): Float64Array {
  const starts = new Float64Array(count);
  for (let j = 0; j < count; j++) starts[j] = Math.floor(random() * interval);
  return starts.toSorted();
}
