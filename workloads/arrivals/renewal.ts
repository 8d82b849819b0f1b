/**
 * Independent gaps of one mean, as even or as uneven as is asked: what a single caller or application looks like. The
 * variation is the standard deviation of the gaps over their mean: 0 is a timer, 1 is Poisson, above 1 come bursts and pauses.
 *
 *     variation 0  |↑  ↑  ↑  ↑  ↑  ↑  ↑|
 *     variation 3  |↑↑↑        ↑↑    ↑ |
 *
 * Up to 1 a gap is `(1 − v) / rate` and an exponential one of `v / rate`; above, an exponential one of either of two means
 * that make up as much of the time (hyperexponential with balanced means; Tijms, "A First Course in Stochastic Models").
 */
import type { Schedule } from '../../harness/contract/arrivals.ts';
import { createRandom } from '../../harness/contract/seeded-random.ts';
import { fromMillis, nanosPerSecond } from '../../harness/contract/units.ts';
import { drawnSchedule } from './drawn-schedule.ts';
import { logarithm } from './portable-math.ts';
import type { SpecOf } from './spec-of.ts';

export function renewal({ ratePerSecond, variation, durationMs }: SpecOf<'renewal'>, seed: number): Schedule {
  const random = createRandom(seed);
  const duration = fromMillis(durationMs);
  const mean = nanosPerSecond / ratePerSecond;
  const square = variation * variation;
  // The share of the shorter gaps.
  const share = (1 + Math.sqrt(Math.max(0, square - 1) / (square + 1))) / 2;
  const exponential = (): number => -logarithm(1 - random());
  const gap = (): number => {
    if (variation <= 1) return mean * (1 - variation + variation * exponential());
    return (mean * exponential()) / (2 * (random() < share ? share : 1 - share));
  };
  // The beginning falls anywhere into a gap.
  let at = random() * gap();
  return drawnSchedule({
    duration,
    rateAt: () => ratePerSecond,
    next() {
      const start = Math.floor(at);
      at += gap();
      return start < duration ? start : undefined;
    },
  });
}
