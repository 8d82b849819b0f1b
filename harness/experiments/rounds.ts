/**
 * Rounds are the unit of analysis: the invocations of one repetition share their moment, and counting each as a sample
 * would find differences that are not there.
 */
import { toMeanWithInterval } from '../analyze/mean-with-interval.ts';
import type { MeasuredPhase } from '../analyze/measured.ts';
import { groupBy } from '../contract/group-by.ts';
import { type Invocation, serviceTime } from '../contract/invocation.ts';
import type { Estimate } from '../contract/summary.ts';
import { type Nanos, toMillis } from '../contract/units.ts';

/** With fewer, Student's interval is wider than what it bounds. */
const leastRounds = 5;

export interface Round {
  readonly round: number;
  readonly invocations: readonly Invocation[];
}

/** Ascending. */
export function toRounds(invocations: readonly Invocation[]): Round[] {
  return Array.from(
    groupBy(invocations, (one) => one.repetition),
    ([round, own]) => ({ round, invocations: own }),
  ).toSorted((a, b) => a.round - b.round);
}

/** A figure of each round of a phase; a round that has none is left out. */
export function measureRounds(
  { invocations }: Pick<MeasuredPhase, 'invocations'>,
  measure: (invocations: readonly Invocation[]) => number | undefined,
): Map<number, number> {
  const figures = new Map<number, number>();
  for (const { round, invocations: own } of toRounds(invocations)) {
    const figure = measure(own);
    if (figure !== undefined && Number.isFinite(figure)) figures.set(round, figure);
  }
  return figures;
}

/** Of the times that right answers took; undefined where there are none. */
export function medianServiceMs(invocations: readonly Invocation[]): number | undefined {
  const times = toOkTimes(invocations);
  return times.length === 0 ? undefined : toMillis(median(times));
}

/** By nearest rank. */
export function quantileServiceMs(invocations: readonly Invocation[], share: number): number | undefined {
  const sorted = Float64Array.from(toOkTimes(invocations)).toSorted();
  const found = sorted[Math.ceil(share * sorted.length) - 1];
  return found === undefined ? undefined : toMillis(found);
}

function toOkTimes(invocations: readonly Invocation[]): Nanos[] {
  return invocations.flatMap((one) => (one.outcome === 'ok' ? (serviceTime(one) ?? []) : []));
}

/** Between the two in the middle, of an even number: the lower of them would be too low for few values. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).toSorted();
  const { length } = sorted;
  const at = (rank: number): number => sorted[rank] ?? Number.NaN;
  return (at((length - 1) >> 1) + at(length >> 1)) / 2;
}

/** The mean over rounds with the 95 % interval of Student's t. */
export function estimateRounds(values: Iterable<number>): Estimate | null {
  const found = toMeanWithInterval([...values]);
  return found === null ? null : { value: found.mean, low: found.low, high: found.high };
}

/**
 * How many more rounds it takes until half of the interval is no more than `within`; 0 where it is enough.
 *
 * @param within - in the unit of the estimate.
 */
export function countMissingRounds(estimate: Estimate | null, rounds: number, within: number): number {
  if (rounds < leastRounds || estimate === null || estimate.low === null || estimate.high === null)
    return Math.max(1, leastRounds - rounds);
  const half = (estimate.high - estimate.low) / 2;
  // The interval shrinks with the root of their number.
  return half <= within ? 0 : Math.max(1, Math.ceil(rounds * (half / within) ** 2) - rounds);
}
