/** No more of other arrivals than so many, no longer than so long: a warm-up, a first try of a long trace. */
import type { Schedule } from '../../harness/contract/arrivals.ts';
import { type Millis, type Nanos, fromMillis } from '../../harness/contract/units.ts';

export interface Limits {
  /** Default: no limit. */
  readonly invocations?: number | undefined;
  /** Default: no limit. */
  readonly durationMs?: Millis | undefined;
}

export function limit(of: Schedule, { invocations = Infinity, durationMs = Infinity }: Limits): Schedule {
  const end = fromMillis(durationMs);
  const duration = Math.min(of.duration, end, toEnd(of, invocations));
  return {
    duration,
    intendedStart(index) {
      const start = index < invocations ? of.intendedStart(index) : undefined;
      return start !== undefined && start < end ? start : undefined;
    },
    rateAt: (t) => (t < duration ? of.rateAt(t) : 0),
  };
}

/** Where the first invocation that is left out would start: the kept ones then make up the same rate as before. */
function toEnd(of: Schedule, invocations: number): Nanos {
  if (invocations === Infinity) return Infinity;
  const leftOut = of.intendedStart(invocations) ?? Infinity;
  const lastKept = of.intendedStart(invocations - 1) ?? 0;
  return Math.max(leftOut, lastKept + 1);
}
