/** When invocations are meant to start: the plain-data description, and what a workload generator makes of it. */
import type { Millis, Nanos } from './units.ts';

/** How arrivals are laid out under a rate that may change: at even distances, or as independent callers would. */
export const spacings = ['even', 'poisson'] as const;
export type Spacing = (typeof spacings)[number];

/**
 * Arrivals as plain data: what a scenario file says and a manifest records. Rates are invocations a second.
 * `workloads/arrivals` turns each into a {@link Schedule}.
 */
export type ArrivalSpec =
  /** At a fixed distance. */
  | { readonly kind: 'constant'; readonly ratePerSecond: number; readonly durationMs: Millis }
  /** Independent of each other. */
  | { readonly kind: 'poisson'; readonly ratePerSecond: number; readonly durationMs: Millis }
  /** Independent gaps; `variation` is their standard deviation over their mean: 0 is constant, 1 Poisson, above 1 bursts. */
  | {
      readonly kind: 'renewal';
      readonly ratePerSecond: number;
      readonly variation: number;
      readonly durationMs: Millis;
    }
  /** At a fixed distance, each moved by up to `jitter` (0 to 1) of it, evenly to both sides. */
  | {
      readonly kind: 'jitter';
      readonly ratePerSecond: number;
      readonly durationMs: Millis;
      readonly jitter: number;
    }
  /** A rate that changes evenly. */
  | {
      readonly kind: 'ramp';
      readonly fromPerSecond: number;
      readonly toPerSecond: number;
      readonly durationMs: Millis;
      readonly spacing: Spacing;
    }
  /** One rate after the other. */
  | { readonly kind: 'steps'; readonly steps: readonly RateStep[]; readonly spacing: Spacing }
  /** All at one instant. */
  | { readonly kind: 'burst'; readonly count: number }
  /** A rate with another, higher one for `spikeMs` at the end of every `everyMs`. */
  | {
      readonly kind: 'spikes';
      readonly ratePerSecond: number;
      readonly spikePerSecond: number;
      readonly everyMs: Millis;
      readonly spikeMs: Millis;
      readonly durationMs: Millis;
      readonly spacing: Spacing;
    }
  /**
   * The day as a sine: `mean × (1 + amplitude × cos(2π (t − peakAt) / period)) × dayFactors[floor(t / period) mod n]`.
   * `dayFactors` is the shape of the week; `[1]` makes all days alike.
   */
  | {
      readonly kind: 'diurnal';
      readonly meanPerSecond: number;
      readonly amplitude: number;
      readonly periodMs: Millis;
      readonly peakAtMs: Millis;
      readonly dayFactors: readonly number[];
      readonly durationMs: Millis;
      readonly spacing: Spacing;
    }
  /** One invocation, and after each gap another: what an idle instance outlives. */
  | { readonly kind: 'idle-gap'; readonly gapsMs: readonly Millis[] }
  /** So many in each interval, laid out inside it. */
  | {
      readonly kind: 'counts';
      readonly counts: readonly number[];
      readonly intervalMs: Millis;
      readonly spacing: Spacing;
    }
  /** Each at its recorded time; ascending. */
  | { readonly kind: 'stamps'; readonly atMs: readonly Millis[] }
  /** One after the other. */
  | { readonly kind: 'concat'; readonly parts: readonly ArrivalSpec[] }
  /** All at once. */
  | { readonly kind: 'superpose'; readonly parts: readonly ArrivalSpec[] }
  /** The same arrivals `rate` times as many (by thinning or repeating, seeded) over `time` times as long. */
  | { readonly kind: 'scale'; readonly of: ArrivalSpec; readonly rate: number; readonly time: number }
  /** No more than so many, no longer than so long. */
  | {
      readonly kind: 'limit';
      readonly of: ArrivalSpec;
      readonly invocations?: number | undefined;
      readonly durationMs?: Millis | undefined;
    }
  /** The part of other arrivals that falls to entry `at` of `weights`, drawn from the seed; the parts add up to the whole. */
  | {
      readonly kind: 'share';
      readonly of: ArrivalSpec;
      readonly weights: readonly number[];
      readonly at: number;
    };

export interface RateStep {
  readonly ratePerSecond: number;
  readonly durationMs: Millis;
}

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
