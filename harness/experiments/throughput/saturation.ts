/** How much callers that never pause get through. */
import type { ThroughputPoint } from '../../analyze/fit-usl.ts';
import type { MeasuredPhase } from '../../analyze/measured.ts';
import type { Invocation } from '../../contract/invocation.ts';
import type { Phase } from '../../contract/phase.ts';
import { type Nanos, nanosPerSecond } from '../../contract/units.ts';
import { measureRounds } from '../rounds.ts';
import { ofPart } from './parts.ts';

/** What is cut off at both ends of a round at least, and at the most at its beginning. */
const [edge, latest] = [0.1, 0.5];

/**
 * Right answers a second, between the moment when everybody who began with the round was answered once and its end. One
 * that is under way across an edge counts by the part of it that lies inside: callers that keep step are answered in
 * batches, and counting whole ones would count a batch too many or too few.
 */
export function toThroughput(invocations: readonly Invocation[]): number | undefined {
  const [from, to] = toWindow(invocations);
  if (!(to > from)) return undefined;
  let answers = 0;
  for (const { outcome, intendedStart, endedAt } of invocations) {
    if (outcome !== 'ok' || endedAt <= from || intendedStart >= to) continue;
    answers += (Math.min(endedAt, to) - Math.max(intendedStart, from)) / (endedAt - intendedStart);
  }
  return (answers / (to - from)) * nanosPerSecond;
}

function toWindow(invocations: readonly Invocation[]): [Nanos, Nanos] {
  let [first, last, firstEnd] = [Infinity, -Infinity, Infinity];
  for (const { intendedStart, endedAt } of invocations) {
    first = Math.min(first, intendedStart);
    last = Math.max(last, intendedStart);
    firstEnd = Math.min(firstEnd, endedAt);
  }
  const length = last - first;
  let settled = first;
  for (const { intendedStart, endedAt } of invocations)
    if (intendedStart < firstEnd) settled = Math.max(settled, endedAt);
  const from = Math.min(Math.max(settled, first + edge * length), first + latest * length);
  return [from, last - edge * length];
}

/** Each round of each number of callers. */
export function toScalingPoints(phases: readonly MeasuredPhase[]): ThroughputPoint[] {
  return ofPart(phases, 'scaling').flatMap((measured) =>
    Array.from(measureRounds(measured, toThroughput).values(), (throughput) => ({
      concurrency: toConcurrency(measured.phase),
      throughput,
    })),
  );
}

/** The number of callers that got the most through, on average over the rounds. */
export function findBest(phases: readonly MeasuredPhase[]): ThroughputPoint | undefined {
  const means = ofPart(phases, 'scaling').map((measured) => {
    const rounds = [...measureRounds(measured, toThroughput).values()];
    const throughput = rounds.reduce((sum, one) => sum + one, 0) / Math.max(1, rounds.length);
    return { concurrency: toConcurrency(measured.phase), throughput };
  });
  const best = means.toSorted((a, b) => b.throughput - a.throughput)[0];
  return best === undefined || best.throughput === 0 ? undefined : best;
}

function toConcurrency({ load }: Phase): number {
  return load.model === 'closed' ? (load.stages[0]?.toConcurrency ?? 0) : 0;
}
