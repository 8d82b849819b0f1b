/**
 * Order statistics of a sample: quantiles with distribution-free confidence intervals. No shape is assumed; a quantile
 * that the sample cannot reach is null instead of the maximum in disguise.
 */
import type { Distribution, Estimate } from '../contract/summary.ts';
import { binomialQuantile } from './binomial.ts';

const confidence = 0.95;

/** @param values - in any order; not changed. */
export function toDistribution(values: readonly number[]): Distribution {
  const sorted = Float64Array.from(values).toSorted();
  const n = sorted.length;
  return {
    n,
    min: sorted[0] ?? null,
    mean: n === 0 ? null : sorted.reduce((sum, value) => sum + value, 0) / n,
    p50: estimateQuantile(sorted, 0.5),
    p95: estimateQuantile(sorted, 0.95),
    p99: estimateQuantile(sorted, 0.99),
    p999: estimateQuantile(sorted, 0.999),
    max: sorted[n - 1] ?? null,
  };
}

/**
 * The q-quantile by nearest rank, the smallest value that at least a share q of the sample does not exceed, with its
 * 95 % interval from order statistics: [x(l), x(u)] with l and u the binomial ranks of `quantileRanks`.
 *
 * @param sorted - ascending.
 * @returns null where fewer than one value is expected above the quantile, see {@link leastSample}. A bound is null where
 *   the interval is open: below n = 6 for p50, 72 for p95, 368 for p99, 3,688 for p99.9.
 */
export function estimateQuantile(sorted: Float64Array, q: number): Estimate | null {
  const n = sorted.length;
  if (n < leastSample(q)) return null;
  const rank = Math.ceil(n * q - 1e-9);
  const { low, high } = quantileRanks(n, q);
  return {
    value: sorted[rank - 1] as number,
    low: low === undefined ? null : (sorted[low - 1] as number),
    high: high === undefined ? null : (sorted[high - 1] as number),
  };
}

/** The smallest n that has a q-quantile: 1 / (1 - q), so 2 for p50, 20 for p95, 100 for p99, 1,000 for p99.9. */
export function leastSample(q: number): number {
  return Math.ceil(1 / (1 - q) - 1e-9);
}

/** The smallest n that bounds the q-quantile on both sides: 6 for p50, 72 for p95, 368 for p99, 3,688 for p99.9. */
export function leastBoundedSample(q: number): number {
  return Math.ceil(Math.log((1 - confidence) / 2) / Math.log(Math.max(q, 1 - q)) - 1e-9);
}

/** Ranks, from 1, of the bounds of an equal-tailed interval; undefined where the sample does not reach one. */
export function quantileRanks(
  n: number,
  q: number,
): { readonly low: number | undefined; readonly high: number | undefined } {
  const tail = (1 - confidence) / 2;
  const low = binomialQuantile(tail, n, q);
  const high = binomialQuantile(1 - tail, n, q) + 1;
  return { low: low === 0 ? undefined : low, high: high === n + 1 ? undefined : high };
}
