/** Thresholds: what a scenario demands of its own result, and what became of each demand. */
import type { Outcome } from './invocation.ts';
import type { Millis } from './units.ts';

export const quantiles = { p50: 0.5, p95: 0.95, p99: 0.99, 'p99.9': 0.999 } as const;
export type Quantile = keyof typeof quantiles;
export type Statistic = Quantile | 'mean' | 'max' | 'min';

export const comparators = ['<', '<=', '>', '>='] as const;
export type Comparator = (typeof comparators)[number];

/** What is looked at. */
export type ThresholdMetric =
  | { readonly of: TimedMetric; readonly statistic: Statistic }
  | { readonly of: 'outcome'; readonly outcome: Outcome; readonly as: 'rate' | 'count' }
  | { readonly of: SingleMetric };

/** Times of invocations; `coldStart` is the response time of cold starts. */
export type TimedMetric = 'responseTime' | 'serviceTime' | 'coldStart' | 'initDuration' | 'sendDelay';

export type SingleMetric =
  'coldStartRate' | 'achievedRate' | 'costPerMillionUsd' | 'timeToAll' | 'utilisation';

/** Of the limit and of what was observed. A `ratio` is a share of 1. */
export type ThresholdUnit = 'ms' | 'ratio' | 'count' | 'perSecond' | 'usd';

/** One threshold of a scenario, after parsing. */
export interface ThresholdSpec {
  /** As people read it: `responseTime.p99 < 300ms`. */
  readonly check: string;
  readonly metric: ThresholdMetric;
  readonly comparator: Comparator;
  readonly limit: number;
  readonly unit: ThresholdUnit;
  /** Only this function; null: each. */
  readonly function: string | null;
  /** Only this phase; null: each that the metric is measured in. */
  readonly phase: string | null;
  /** End the run as soon as it fails. */
  readonly abortOnFail: boolean;
  /** How long a phase is played before it may end the run. */
  readonly abortAfterMs: Millis;
}

/**
 * - `passed`: it held wherever it applies.
 * - `failed`: it did not.
 * - `inconclusive`: the run cannot say.
 */
export type ThresholdVerdict = 'passed' | 'failed' | 'inconclusive';

export interface ThresholdResult {
  readonly check: string;
  /** Where it was worst, or what it was asked of when nothing was measured; null: of everything. */
  readonly function: string | null;
  readonly phase: string | null;
  /** In `unit`; null where there is no value. */
  readonly observed: number | null;
  readonly unit: ThresholdUnit;
  readonly verdict: ThresholdVerdict;
  /** Why it did not pass; null when it did. */
  readonly reason: string | null;
}
