/**
 * A rate over time as straight pieces: k6 is told how fast to send, not when. Where the rate does not tell where the
 * invocations are (a burst amid a steady load, recorded instants), they are counted there instead.
 */
import type { Schedule } from '../../contract/arrivals.ts';
import { countStarts } from '../../contract/count-starts.ts';
import { type Millis, type Nanos, nanosPerMilli, toMillis } from '../../contract/units.ts';

/** The rate changes evenly over the piece; equal ends keep it as it is. */
export interface RatePiece {
  readonly fromPerSecond: number;
  readonly toPerSecond: number;
  readonly durationMs: Millis;
}

interface Point {
  readonly at: Nanos;
  readonly rate: number;
}

/** How far a piece may be from the rate, as a part of the highest rate. */
const tolerance = 0.005;
/** Places at which the rate is looked at, whatever its shape: a spike may last a thousandth of the whole. */
const cells = 4096;
/** A change within this is a jump. */
const jumpWidth: Nanos = 1;
/** Bins in which invocations are counted; no bin is shorter than `leastBinMs`. */
const bins = 256;
const leastBinMs = 10;

/** @param schedule - of some duration. */
export function fitRate(schedule: Schedule): RatePiece[] {
  const pieces = followRate(schedule);
  const { widthMs, counts } = toBins(schedule);
  let doneMs = 0;
  const fitted: RatePiece[] = [];
  for (const [bin, count] of counts.entries()) {
    const fromMs = bin * widthMs;
    if (isExpected(count, integralOf(cut(pieces, fromMs, fromMs + widthMs)))) continue;
    const rate = (count * 1000) / widthMs;
    fitted.push(...cut(pieces, doneMs, fromMs));
    fitted.push({ fromPerSecond: rate, toPerSecond: rate, durationMs: widthMs });
    doneMs = fromMs + widthMs;
  }
  return [...fitted, ...cut(pieces, doneMs, Infinity)];
}

/** The highest rate of the pieces. */
export function peakOf(pieces: readonly RatePiece[]): number {
  return Math.max(...pieces.flatMap((piece) => [piece.fromPerSecond, piece.toPerSecond]));
}

function followRate(schedule: Schedule): RatePiece[] {
  const { duration } = schedule;
  const at = (t: Nanos): Point => ({ at: t, rate: schedule.rateAt(Math.min(t, duration - 1)) });
  const steps = Math.min(cells, duration);
  // In whole milliseconds, to be read.
  const unit = duration >= cells * nanosPerMilli ? nanosPerMilli : 1;
  const toGrid = (step: number): Nanos => Math.round(((step / steps) * duration) / unit) * unit;
  const grid = Array.from({ length: steps + 1 }, (_, step) => at(step < steps ? toGrid(step) : duration));
  const slack = tolerance * grid.reduce((peak, { rate }) => Math.max(peak, rate), 0);
  const points = grid.flatMap((point, step) => {
    const next = grid[step + 1];
    return next === undefined ? [point] : [point, ...refine(point, next, at, slack)];
  });
  return toRuns(points, slack).flatMap((run) => toPieces(simplify(run, slack)));
}

/** The points between two that a straight line would miss: a corner, a curve, or both ends of a jump. */
function refine(from: Point, to: Point, at: (t: Nanos) => Point, slack: number): Point[] {
  if (to.at - from.at <= jumpWidth) {
    // Halving ends at the first instant with the new rate.
    return isNear(from.rate, to.rate, slack) ? [] : [{ at: to.at, rate: from.rate }];
  }
  const probes = [0.25, 0.5, 0.75].map((share) => at(Math.round(from.at + share * (to.at - from.at))));
  if (probes.every((probe) => isNear(probe.rate, rateBetween(from, to, probe.at), slack))) return [];
  const middle = probes[1] as Point;
  return [...refine(from, middle, at, slack), middle, ...refine(middle, to, at, slack)];
}

/** What lies between two jumps. */
function toRuns(points: readonly Point[], slack: number): Point[][] {
  const runs: Point[][] = [[]];
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    const isJump = before?.at === point.at && !isNear(before.rate, point.rate, slack);
    if (isJump) runs.push([point]);
    else runs.at(-1)?.push(point);
  }
  return runs;
}

/** Douglas and Peucker: the fewest of the points that keep all others within the slack. */
function simplify(run: readonly Point[], slack: number): Point[] {
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined || last === undefined || run.length < 3) return [...run];
  const misses = run.map((point) => Math.abs(point.rate - rateBetween(first, last, point.at)));
  const worst = misses.reduce((found, miss, index) => (miss > (misses[found] ?? 0) ? index : found), 0);
  if (isNear(misses[worst] ?? 0, 0, slack)) return [first, last];
  return [...simplify(run.slice(0, worst + 1), slack), ...simplify(run.slice(worst), slack).slice(1)];
}

function toPieces(points: readonly Point[]): RatePiece[] {
  return points.slice(1).map((to, index) => {
    const from = points[index] as Point;
    const durationMs = toMillis(to.at - from.at);
    return { fromPerSecond: from.rate, toPerSecond: to.rate, durationMs };
  });
}

function rateBetween(from: Point, to: Point, t: Nanos): number {
  return from.rate + (to.rate - from.rate) * ((t - from.at) / (to.at - from.at));
}

function isNear(one: number, other: number, slack: number): boolean {
  return Math.abs(one - other) <= slack;
}

/** Whether so many invocations are about as many as the rate says: within six deviations of chance. */
function isExpected(count: number, expected: number): boolean {
  if (expected === 0) return count === 0;
  return Math.abs(count - expected) <= 1.5 + 6 * Math.sqrt(expected);
}

/** Invocations that the pieces make. */
function integralOf(pieces: readonly RatePiece[]): number {
  return pieces.reduce(
    (sum, { fromPerSecond, toPerSecond, durationMs }) =>
      sum + (((fromPerSecond + toPerSecond) / 2) * durationMs) / 1000,
    0,
  );
}

/** What of the pieces lies between the two. */
function cut(pieces: readonly RatePiece[], fromMs: Millis, toMs: Millis): RatePiece[] {
  let beginMs = 0;
  return pieces.flatMap((piece) => {
    const { fromPerSecond, toPerSecond, durationMs } = piece;
    const [first, last] = [Math.max(0, fromMs - beginMs), Math.min(durationMs, toMs - beginMs)];
    beginMs += durationMs;
    if (first >= last) return [];
    if (last - first === durationMs) return [piece];
    const rateAt = (t: Millis): number => fromPerSecond + (toPerSecond - fromPerSecond) * (t / durationMs);
    return [{ fromPerSecond: rateAt(first), toPerSecond: rateAt(last), durationMs: last - first }];
  });
}

function toBins(schedule: Schedule): { readonly widthMs: Millis; readonly counts: readonly number[] } {
  const durationMs = toMillis(schedule.duration);
  const widthMs = Math.ceil(Math.max(leastBinMs, durationMs / bins));
  const counts = Array.from({ length: Math.ceil(durationMs / widthMs) }, () => 0);
  const total = countStarts(schedule);
  for (let index = 0; index < total; index++) {
    const bin = Math.floor(toMillis(schedule.intendedStart(index) ?? 0) / widthMs);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { widthMs, counts };
}
