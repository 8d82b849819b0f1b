/** Arrivals at a fixed distance. */
import type { Schedule } from '../../harness/contract/arrivals.ts';
import { fromMillis, nanosPerSecond } from '../../harness/contract/units.ts';

export interface ConstantOptions {
  readonly ratePerSecond: number;
  readonly durationMs: number;
}

/** The k-th invocation starts at `k / rate`, rounded to the nanosecond once, so that no error adds up. */
export function constant({ ratePerSecond, durationMs }: ConstantOptions): Schedule {
  const duration = fromMillis(durationMs);
  return {
    duration,
    intendedStart(index) {
      const start = Math.round((index * nanosPerSecond) / ratePerSecond);
      return start < duration ? start : undefined;
    },
    rateAt: (t) => (t >= 0 && t < duration ? ratePerSecond : 0),
  };
}
