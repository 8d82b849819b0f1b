/** How fast the platform grew after a burst. */
import type { ScaleOutSummary } from '../../../contract/summary.ts';
import { formatCount, formatDuration, formatRate } from '../../format.ts';
import { fullWidth, narrowWidth, renderFigure } from '../charts/figure.ts';
import { type Milestone, drawSteps } from '../charts/steps.ts';
import { formatOrDash, renderDashNote, renderEstimate } from '../estimate.ts';
import { type Markup, markup } from '../../markup.ts';
import type { ReportInput } from '../report-input.ts';
import { number, renderPhase, renderTable, text } from '../table.ts';
import { renderSection } from './section.ts';

export function renderScaleOut({ summary: { scaleOuts } }: ReportInput): Markup {
  if (scaleOuts.length === 0) return markup``;
  return renderSection(
    'scale-out',
    'Scale-out',
    scaleOuts.map(renderCurve),
    renderTable(
      'Bursts',
      [
        text('Phase'),
        number('Invocations at once'),
        number('Instances'),
        number('Half after'),
        number('All after'),
        number('New instances'),
        number('Response p50'),
        number('Response p95'),
        number('Response p99'),
      ],
      scaleOuts.map(toRow),
    ),
    renderDashNote(scaleOuts.map((one) => one.responseTimeMs)),
  );
}

function renderCurve(scaleOut: ScaleOutSummary, at: number): Markup {
  const { curve, invocations } = scaleOut;
  return renderFigure({
    id: `scale-out-${at}`,
    title: `Instances of ${scaleOut.function} over time after ${formatCount(invocations)} invocations at once`,
    description: describe(scaleOut),
    caption: markup`<b>${scaleOut.function}</b>: ${describe(scaleOut)}`,
    wide: { width: fullWidth, height: 300 },
    narrow: { width: narrowWidth, height: 260 },
    draw: (size) => drawSteps(curve, toMilestones(scaleOut), invocations, size),
  });
}

function describe({ invocations, instances, timeToHalfMs, timeToAllMs }: ScaleOutSummary): string {
  const burst = `${formatCount(invocations)} invocations at once brought ${formatCount(instances)} instances`;
  const half = timeToHalfMs === null ? '' : `; half of them ran after ${formatDuration(timeToHalfMs)}`;
  const all =
    timeToAllMs === null
      ? '; there were never as many as invocations'
      : `, all after ${formatDuration(timeToAllMs)}`;
  return `${burst}${half}${all}.`;
}

function toMilestones({ invocations, timeToHalfMs, timeToAllMs }: ScaleOutSummary): Milestone[] {
  const half = { name: 'half', atMs: timeToHalfMs, instances: Math.ceil(invocations / 2) };
  const all = { name: 'all', atMs: timeToAllMs, instances: invocations };
  return [half, all].flatMap(({ atMs, ...rest }) => (atMs === null ? [] : [{ ...rest, atMs }]));
}

function toRow(one: ScaleOutSummary): (Markup | string)[] {
  const { p50, p95, p99 } = one.responseTimeMs;
  return [
    renderPhase(one.phase),
    formatCount(one.invocations),
    formatCount(one.instances),
    formatOrDash(one.timeToHalfMs),
    formatOrDash(one.timeToAllMs),
    formatOrDash(one.newInstancesPerSecond, formatRate),
    renderEstimate(p50),
    renderEstimate(p95),
    renderEstimate(p99),
  ];
}
