/** The few statistics that the benchmarks need. */

/** NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] as number)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** Nearest rank. @param sorted - ascending. NaN of nothing. */
export function percentile(sorted: ArrayLike<number>, percent: number): number {
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

/** Null where either is not there. */
export function ratio(of: number | undefined, to: number | undefined): number | null {
  return of === undefined || to === undefined || Number.isNaN(of / to) ? null : of / to;
}

/** Least squares; in `ys` a unit of `xs`. */
export function slope(xs: readonly number[], ys: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [meanX, meanY] = [mean(xs), mean(ys)];
  let covariance = 0;
  let variance = 0;
  for (const [at, x] of xs.entries()) {
    covariance += (x - meanX) * ((ys[at] as number) - meanY);
    variance += (x - meanX) ** 2;
  }
  return covariance / variance;
}

/**
 * Kolmogorov-Smirnov against the exponential distribution: the probability of a distance as large as this one or
 * larger if the gaps were independent draws from it. By the asymptotic series of Kolmogorov with Stephens' correction
 * for finite n (Stephens 1974, "EDF statistics for goodness of fit").
 *
 * @param mean - of the distribution, known beforehand and not taken from the gaps.
 */
export function exponentialP(gaps: Float64Array, mean: number): number {
  const sorted = gaps.toSorted();
  const n = sorted.length;
  let distance = 0;
  for (const [at, gap] of sorted.entries()) {
    const expected = 1 - Math.exp(-gap / mean);
    distance = Math.max(distance, expected - at / n, (at + 1) / n - expected);
  }
  const root = Math.sqrt(n);
  return kolmogorovTail((root + 0.12 + 0.11 / root) * distance);
}

/** `2 Σ (−1)^(k−1) exp(−2 k² x²)`. */
function kolmogorovTail(x: number): number {
  if (x < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, sum));
}
