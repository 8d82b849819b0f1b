/**
 * The Universal Scalability Law (Gunther, "Guerrilla Capacity Planning", 2007): what contention and coherency leave of the
 * throughput of N callers, `X(N) = γ N / (1 + α (N - 1) + β N (N - 1))`.
 *
 * Fitted by least squares on X itself (Gauss and Newton, damped after Levenberg and Marquardt), not on the linearised
 * form: that one weights the errors of small N far above the others, and gives another answer.
 */
import { createLeastSquares } from './least-squares.ts';

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
  const squares = createLeastSquares();
  let greatest = 0;
  for (const { concurrency: n, throughput } of points) {
    if (throughput <= 0) continue;
    squares.add(1, n - 1, n * (n - 1), n / throughput, (throughput ** 2 / n) ** 2);
    greatest = Math.max(greatest, throughput / n);
  }
  const solution = squares.solve(0);
  if (solution === null) return null;
  const [base, byContention, byCoherency] = solution;
  const single = base > 0 ? 1 / base : greatest;
  return {
    single,
    contention: Math.max(0, byContention * single),
    coherency: Math.max(0, byCoherency * single),
  };
}

/** One step along the gradient; null where the points do not determine one. */
function improve(fit: UslFit, points: readonly ThroughputPoint[], damping: number): UslFit | null {
  const squares = createLeastSquares();
  for (const { concurrency: n, throughput } of points) {
    const divisor = toDivisor(fit.contention, fit.coherency, n);
    const byDivisor = -(fit.single * n) / divisor ** 2;
    const rest = throughput - predictUsl(fit, n);
    squares.add(n / divisor, byDivisor * (n - 1), byDivisor * n * (n - 1), rest, 1);
  }
  const change = squares.solve(damping);
  if (change === null) return null;
  return {
    single: Math.max(Number.MIN_VALUE, fit.single + change[0]),
    contention: Math.max(0, fit.contention + change[1]),
    coherency: Math.max(0, fit.coherency + change[2]),
  };
}

function toError(fit: UslFit, points: readonly ThroughputPoint[]): number {
  let sum = 0;
  for (const { concurrency, throughput } of points) sum += (throughput - predictUsl(fit, concurrency)) ** 2;
  return sum;
}
