/** How sure a mean over few independent runs is: the interval of Student's t. */

/** Two-sided 95 %, by degrees of freedom from 1 on; NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2. */
const quantiles: readonly number[] = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

export interface MeanWithInterval {
  readonly mean: number;
  /** Bounds of the mean, 95 %; null for a single run. */
  readonly low: number | null;
  readonly high: number | null;
}

/** @param values - one of each independent run; those that are NaN do not count. */
export function toMeanWithInterval(values: readonly number[]): MeanWithInterval | null {
  const known = values.filter((value) => !Number.isNaN(value));
  const { length } = known;
  if (length === 0) return null;
  const mean = known.reduce((sum, value) => sum + value, 0) / length;
  if (length === 1) return { mean, low: null, high: null };
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (length - 1);
  const half = toQuantile(length - 1) * Math.sqrt(variance / length);
  return { mean, low: mean - half, high: mean + half };
}

/** Beyond the table by its expansion around the normal distribution's 1.96. */
function toQuantile(freedom: number): number {
  return quantiles[freedom - 1] ?? 1.96 + 2.372 / freedom;
}
