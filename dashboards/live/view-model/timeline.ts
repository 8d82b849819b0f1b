/** One experiment over time: the load, the instances and the response times on one axis, phases and faults marked. */
import type { Invocation } from '../../../harness/contract/invocation.ts';
import { isSteady } from '../../../harness/contract/phase.ts';
import type { RunRecord } from '../../../harness/contract/run-record.ts';
import { type Nanos, fromMillis, nanosPerSecond } from '../../../harness/contract/units.ts';
import { pluralize } from '../../../harness/report/describe-verdict.ts';
import { formatDuration } from '../../../harness/report/format.ts';
import { type ChartBand, type ChartMark, type ChartPoint, type ChartSeries, round } from './chart.ts';
import { type Heat, toHeat } from './heat.ts';
import { toInstanceCurve } from './instance-curve.ts';
import { least, toMarks, toPhaseBands } from './phase-bands.ts';
import type { PlayedPhase } from './played-phases.ts';

export interface Timeline {
  readonly title: string;
  readonly description: string;
  /** Length of the axis, which counts from the first intended start. */
  readonly seconds: number;
  readonly bands: readonly ChartBand[];
  readonly marks: readonly ChartMark[];
  /** Invocations a second: wanted by the schedule, and answered. */
  readonly rates: readonly ChartSeries[];
  readonly instances: readonly ChartSeries[];
  readonly heat: Heat;
}

/** Of all timelines together. */
const mostColumns = 960;
const rows = 40;

/** One for each experiment that has load over time; bursts, checks and forced cold starts have none. */
export function toTimelines(run: RunRecord, phases: readonly PlayedPhase[]): Timeline[] {
  const timed = phases.filter(({ phase }) => isSteady(phase));
  const names = [...new Set(timed.map(({ phase }) => phase.experiment))];
  const most = Math.max(40, Math.min(240, Math.floor(mostColumns / Math.max(1, names.length))));
  return names.map((name) =>
    toTimeline(
      name,
      timed.filter(({ phase }) => phase.experiment === name),
      run,
      most,
    ),
  );
}

function toTimeline(
  title: string,
  phases: readonly PlayedPhase[],
  { events, instances, end }: RunRecord,
  mostHere: number,
): Timeline {
  const invocations = phases.flatMap((played) => played.invocations);
  const from = least(invocations, (one) => one.intendedStart);
  const last = -least(invocations, (one) => -one.endedAt);
  // While it runs, the axis is as long as the plan, so that one sees how far it is.
  const planned = end === undefined ? toPlannedEnd(phases) : 0;
  const to = Math.max(last, planned, from + fromMillis(1));
  const functions = new Set(phases.map(({ phase }) => phase.function));
  const own = instances.filter((one) => functions.has(one.function));
  const columns = Math.max(40, Math.min(mostHere, Math.ceil(invocations.length / 3)));
  return {
    title,
    description: `${title}: ${pluralize(invocations.length, 'invocation')} in ${formatDuration((to - from) / 1e6)}`,
    seconds: (to - from) / nanosPerSecond,
    bands: toPhaseBands(phases, from, ({ phase }) => phase.group),
    marks: toMarks(events, from, to),
    rates: toRates(invocations, from, last),
    instances: toInstanceCurve(invocations, own, { from, to: last }),
    heat: toHeat(invocations, { columns, rows, from, to }),
  };
}

function toPlannedEnd(phases: readonly PlayedPhase[]): Nanos {
  return Math.max(
    ...phases.map(
      ({ phase, invocations }) =>
        least(invocations, (one) => one.intendedStart) + fromMillis(phase.planned.durationMs),
    ),
  );
}

/** In steps that hold some twenty invocations each, so that chance does not drown what is to be seen. */
function toRates(invocations: readonly Invocation[], from: Nanos, to: Nanos): ChartSeries[] {
  const steps = Math.max(10, Math.min(120, Math.floor(invocations.length / 20)));
  const width = (to - from) / steps;
  const wanted = Array.from({ length: steps }, () => 0);
  const answered = Array.from({ length: steps }, () => 0);
  const notOk = Array.from({ length: steps }, () => 0);
  const add = (counts: number[], at: Nanos): void => {
    const step = Math.min(steps - 1, Math.floor((at - from) / width));
    counts[step] = (counts[step] ?? 0) + 1;
  };
  for (const { intendedStart, endedAt, outcome } of invocations) {
    add(wanted, intendedStart);
    if (outcome === 'ok') add(answered, endedAt);
    else add(notOk, endedAt);
  }
  const toPoints = (counts: readonly number[]): ChartPoint[] => [
    ...counts.map((count, step): ChartPoint => [
      round((step * width) / nanosPerSecond),
      round((count / width) * nanosPerSecond),
    ]),
    [round((to - from) / nanosPerSecond), round(((counts.at(-1) ?? 0) / width) * nanosPerSecond)],
  ];
  return [
    { label: 'wanted', kind: 'step', tone: 'soft', isDashed: true, points: toPoints(wanted) },
    { label: 'answered ok', kind: 'step', tone: 'ink', points: toPoints(answered) },
    ...(notOk.some((count) => count > 0)
      ? [{ label: 'not ok', kind: 'step', tone: 'bad', points: toPoints(notOk) } as const]
      : []),
  ];
}
