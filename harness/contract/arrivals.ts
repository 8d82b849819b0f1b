/** When invocations are meant to start: the plain-data description, and what a workload generator makes of it. */
import type { Nanos } from './units.ts';

/**
 * Arrivals as plain data: what a scenario file says and a manifest records. Rates are invocations a second.
 * `workloads/arrivals` turns each into a {@link Schedule}.
 */
export type ArrivalSpec =
  | { readonly kind: 'constant'; readonly ratePerSecond: number; readonly durationMs: number }
  | { readonly kind: 'poisson'; readonly ratePerSecond: number; readonly durationMs: number }
  | { readonly kind: 'burst'; readonly count: number };

/**
 * A schedule says when each invocation is meant to start, and nothing else. It is pure: the same spec and seed
 * give the same instants, to the nanosecond, on every machine.
 */
export interface Schedule {
  /** Length of the schedule; every intended start is below it (a burst lasts 0 ns and starts all at 0). */
  readonly duration: Nanos;
  /** Nanoseconds from the start of the schedule, never decreasing in `index`; undefined beyond the last one. */
  intendedStart(index: number): Nanos | undefined;
  /** The intended rate at `t`, in invocations a second. */
  rateAt(t: Nanos): number;
}
