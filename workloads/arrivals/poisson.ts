/** Independent arrivals at a fixed mean rate: what many unrelated callers together look like. */
import type { Schedule } from '../../harness/contract/arrivals.ts';
import { fromMillis, nanosPerSecond } from '../../harness/contract/units.ts';
import { createRandom } from './seeded-random.ts';

export interface PoissonOptions {
  readonly ratePerSecond: number;
  readonly durationMs: number;
  readonly seed: number;
}

/**
 * Exponential gaps, `-ln(1 - u) / rate`, summed in full precision and rounded to the nanosecond at the end. The
 * instants are drawn in order and kept, so that any index can be asked for at any time.
 */
export function poisson({ ratePerSecond, durationMs, seed }: PoissonOptions): Schedule {
  const duration = fromMillis(durationMs);
  const random = createRandom(seed);
  const starts: number[] = [];
  let elapsed = 0;

  return {
    duration,
    intendedStart(index) {
      while (starts.length <= index && elapsed < duration) {
        elapsed += (-Math.log1p(-random()) / ratePerSecond) * nanosPerSecond;
        starts.push(Math.round(elapsed));
      }
      const start = starts[index];
      return start !== undefined && start < duration ? start : undefined;
    },
    rateAt: (t) => (t >= 0 && t < duration ? ratePerSecond : 0),
  };
}
