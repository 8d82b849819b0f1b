/** Phases and faults on the axis of a chart over time. */
import { groupBy } from '../../../harness/contract/group-by.ts';
import type { Invocation } from '../../../harness/contract/invocation.ts';
import type { RunEvent } from '../../../harness/contract/sink.ts';
import { type Nanos, nanosPerSecond } from '../../../harness/contract/units.ts';
import { type ChartBand, type ChartMark, round } from './chart.ts';
import type { PlayedPhase } from './played-phases.ts';

/**
 * From the first to the last intended start, in seconds.
 *
 * @param from - instant that the axis counts from.
 * @param keyOf - phases of the same key share a band: those that are played at once, those of an experiment.
 */
export function toPhaseBands(
  phases: readonly PlayedPhase[],
  from: Nanos,
  keyOf: (played: PlayedPhase) => string,
): ChartBand[] {
  const secondsOf = (at: Nanos): number => round((at - from) / nanosPerSecond);
  return Array.from(groupBy(phases, keyOf), ([key, own]) => {
    const names = [...new Set(own.map(({ phase }) => (phase.experiment === key ? key : phase.function)))];
    return {
      from: secondsOf(
        Math.min(...own.map((one) => least(one.invocations, ({ intendedStart }) => intendedStart))),
      ),
      to: secondsOf(
        -Math.min(...own.map((one) => least(one.invocations, ({ intendedStart }) => -intendedStart))),
      ),
      label: names.join(', '),
      isWarmUp: own.every(({ phase }) => phase.role === 'warmUp' && phase.experiment !== key),
    };
  });
}

/** What was done to the run, and what ended it. */
export function toMarks(events: readonly RunEvent[], from: Nanos, to: Nanos = Infinity): ChartMark[] {
  return events
    .filter(({ kind, at }) => (kind === 'abort' || kind === 'fault') && at >= from && at <= to)
    .map((event) => ({ at: round((event.at - from) / nanosPerSecond), label: event.title }));
}

/** Of many: an array is no list of arguments. */
export function least(invocations: readonly Invocation[], of: (one: Invocation) => number): number {
  return invocations.reduce((low, one) => Math.min(low, of(one)), Infinity);
}
