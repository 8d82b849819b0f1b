/**
 * The Universal Scalability Law (Gunther, "Guerrilla Capacity Planning", 2007): what contention and coherency leave of the
 * throughput of N callers, `X(N) = γ N / (1 + α (N - 1) + β N (N - 1))`.
 *
 * Fitted by least squares on X itself (Gauss and Newton, damped after Levenberg and Marquardt), not on the linearised
 * form: that one weights the errors of small N far above the others, and gives another answer.
 */
import { solveLinear } from './solve-linear.ts';

export interface ThroughputPoint {
  readonly concurrency: number;
  /** Invocations a second. */
  readonly throughput: number;
}

export interface UslFit {
  /** γ: throughput of one caller. */
  readonly single: number;
  /** α, 0 or more: the share of the work that has to wait its turn. */
  readonly contention: number;
  /** β, 0 or more: what each pair of callers costs. */
  readonly coherency: number;
}

const maxSteps = 200;
const leastGain = 1e-10;

/**
 * @param start - where the search begins; default: the answer of the linearised form.
 * @returns null where fewer than three different concurrencies were measured, or nothing got through.
 */
export function fitUsl(
  points: readonly ThroughputPoint[],
  start: UslFit | null = guess(points),
): UslFit | null {
  if (start === null || new Set(points.map((one) => one.concurrency)).size < 3) return null;
  let fit = start;
  let error = toError(fit, points);
  let damping = 1e-3;
  for (let step = 0; step < maxSteps && damping < 1e12; step++) {
    const next = improve(fit, points, damping);
    const nextError = next === null ? Infinity : toError(next, points);
    const gain = error - nextError;
    if (next !== null && gain >= 0) [fit, error] = [next, nextError];
    if (Math.abs(gain) <= leastGain * error) break;
    damping = gain > 0 ? damping / 4 : damping * 4;
  }
  return fit;
}

export function predictUsl({ single, contention, coherency }: UslFit, n: number): number {
  return (single * n) / toDivisor(contention, coherency, n);
}

/** Where throughput is highest; null without coherency, which alone makes it fall again. */
export function toUslPeak(fit: UslFit): ThroughputPoint | null {
  if (fit.coherency === 0) return null;
  const concurrency = Math.sqrt(Math.max(0, 1 - fit.contention) / fit.coherency);
  return concurrency < 1 ? null : { concurrency, throughput: predictUsl(fit, concurrency) };
}

function toDivisor(contention: number, coherency: number, n: number): number {
  return 1 + contention * (n - 1) + coherency * n * (n - 1);
}

/** The linearised form, which has a closed answer: `N / X` is linear in N - 1 and N (N - 1). */
function guess(points: readonly ThroughputPoint[]): UslFit | null {
  const known = points.filter((one) => one.throughput > 0);
  const rows = known.map(({ concurrency: n }) => [1, n - 1, n * (n - 1)]);
  const values = known.map(({ concurrency, throughput }) => concurrency / throughput);
  const weights = known.map(({ concurrency, throughput }) => (throughput ** 2 / concurrency) ** 2);
  const [base, byContention, byCoherency] = solveLeastSquares(rows, values, weights, 0) ?? [];
  if (base === undefined) return null;
  const greatest = Math.max(...known.map(({ concurrency, throughput }) => throughput / concurrency));
  const single = base > 0 ? 1 / base : greatest;
  return {
    single,
    contention: Math.max(0, (byContention ?? 0) * single),
    coherency: Math.max(0, (byCoherency ?? 0) * single),
  };
}

/** One step along the gradient; null where the points do not determine one. */
function improve(fit: UslFit, points: readonly ThroughputPoint[], damping: number): UslFit | null {
  const rows = points.map(({ concurrency: n }) => {
    const divisor = toDivisor(fit.contention, fit.coherency, n);
    const byDivisor = -(fit.single * n) / divisor ** 2;
    return [n / divisor, byDivisor * (n - 1), byDivisor * n * (n - 1)];
  });
  const rests = points.map(({ concurrency, throughput }) => throughput - predictUsl(fit, concurrency));
  const change = solveLeastSquares(rows, rests, undefined, damping);
  if (change === null) return null;
  const [single = 0, contention = 0, coherency = 0] = change;
  return {
    single: Math.max(Number.MIN_VALUE, fit.single + single),
    contention: Math.max(0, fit.contention + contention),
    coherency: Math.max(0, fit.coherency + coherency),
  };
}

function solveLeastSquares(
  rows: readonly (readonly number[])[],
  values: readonly number[],
  weights: readonly number[] | undefined,
  damping: number,
): number[] | null {
  const size = rows[0]?.length ?? 0;
  const normal = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  const right = Array.from({ length: size }, () => 0);
  rows.forEach((row, at) => {
    const weight = weights?.[at] ?? 1;
    for (let i = 0; i < size; i++) {
      (right[i] as number) += weight * (row[i] as number) * (values[at] as number);
      for (let j = 0; j < size; j++)
        ((normal[i] as number[])[j] as number) += weight * (row[i] as number) * (row[j] as number);
    }
  });
  for (let i = 0; i < size; i++) ((normal[i] as number[])[i] as number) *= 1 + damping;
  return solveLinear(normal, right);
}

function toError(fit: UslFit, points: readonly ThroughputPoint[]): number {
  return points.reduce(
    (sum, { concurrency, throughput }) => sum + (throughput - predictUsl(fit, concurrency)) ** 2,
    0,
  );
}
