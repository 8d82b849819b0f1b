/** How the platform grew after each burst: the instances that run, and those that are on their way. */
import { isBurst } from '../../../harness/contract/phase.ts';
import type { RunRecord } from '../../../harness/contract/run-record.ts';
import type { RunSummary, ScaleOutSummary } from '../../../harness/contract/summary.ts';
import { formatDuration } from '../../../harness/report/format.ts';
import { type Chart, type ChartLabel, axis } from './chart.ts';
import { toInstanceCurve } from './instance-curve.ts';
import type { PlayedPhase } from './played-phases.ts';

/** Of the first repetition: a second one may find instances that the first has left. */
export function toGrowths(
  { scaleOuts }: RunSummary,
  phases: readonly PlayedPhase[],
  { instances }: RunRecord,
): Chart[] {
  return phases
    .filter(({ phase }) => isBurst(phase) && phase.role === 'measure')
    .map(({ phase, invocations }) => {
      const own = invocations.filter((one) => one.repetition === 0);
      const from = own.reduce((least, one) => Math.min(least, one.intendedStart), Infinity);
      const to = own.reduce((most, one) => Math.max(most, one.endedAt), from + 1);
      const listed = instances.filter((one) => one.function === phase.function);
      const summary = scaleOuts.find((one) => one.phase === phase.id);
      return {
        title: phase.id,
        description: `Instances over time after the burst of ${phase.id}`,
        x: { ...axis('time since the burst', 's'), min: 0 },
        y: axis('instances', 'count'),
        series: toInstanceCurve(own, listed, { from, to }),
        labels: summary === undefined ? [] : toMilestones(summary),
      };
    });
}

/** When half and all of them ran, by the answers of the functions. */
function toMilestones({ invocations, timeToHalfMs, timeToAllMs }: ScaleOutSummary): ChartLabel[] {
  const half = { name: 'half', atMs: timeToHalfMs, y: Math.ceil(invocations / 2) };
  const all = { name: 'all', atMs: timeToAllMs, y: invocations };
  return [half, all].flatMap(({ name, atMs, y }) =>
    atMs === null
      ? []
      : [{ x: atMs / 1000, y, text: `${name} after ${formatDuration(atMs)}`, tone: 'ink' as const }],
  );
}
