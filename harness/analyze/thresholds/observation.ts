/** What a threshold is compared with: a value of one function or phase, or why there is none. */
import type { Distribution } from '../../contract/summary.ts';
import { type Statistic, quantiles } from '../../contract/threshold.ts';
import { leastSample } from '../distribution.ts';

export interface Place {
  readonly function: string | null;
  readonly phase: string | null;
}

export type Value =
  | { readonly value: number }
  /** `failed` where the absence is itself the failure. */
  | { readonly value: null; readonly verdict: 'failed' | 'inconclusive'; readonly reason: string };

export type Observation = Place & Value;

export const nothingMeasured = 'nothing was measured';

/** @param value - null where nobody knows it. */
export function toValue(value: number | null, reason: string = nothingMeasured): Value {
  return value === null ? { value, verdict: 'inconclusive', reason } : { value };
}

export function toStatistic(distribution: Distribution | null, statistic: Statistic): Value {
  if (distribution === null || distribution.n === 0) return toValue(null);
  if (statistic === 'mean' || statistic === 'max' || statistic === 'min')
    return toValue(distribution[statistic]);
  const estimate = distribution[statistic === 'p99.9' ? 'p999' : statistic];
  const least = leastSample(quantiles[statistic]);
  return toValue(
    estimate?.value ?? null,
    `${statistic} needs ${least} values, and there are ${distribution.n}`,
  );
}

/** A share of nothing is unknown. */
export function toShare(part: number, whole: number, reason?: string): Value {
  return toValue(whole === 0 ? null : part / whole, reason);
}
