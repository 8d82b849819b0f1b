/** What the platform did under load: response times over time, and a row for each measured phase. */
import type { LoadSummary } from '../../../contract/summary.ts';
import { formatCount, formatDuration, formatPercent, formatRate } from '../../format.ts';
import { fullWidth, narrowWidth, renderFigure } from '../charts/figure.ts';
import { drawHeatmap } from '../charts/heatmap.ts';
import { type LoadSpan, toLoadSpan } from '../charts/load-span.ts';
import { formatOrDash, renderDashNote, renderEstimate } from '../estimate.ts';
import { type Markup, markup } from '../../markup.ts';
import { isSteady } from '../../../contract/phase.ts';
import type { ReportInput } from '../report-input.ts';
import { number, renderPhase, renderTable, text } from '../table.ts';
import { renderSection } from './section.ts';

export function renderLoad(input: ReportInput): Markup {
  const { loads } = input.summary;
  const experiments = toExperiments(input);
  if (loads.length === 0 && experiments.size === 0) return markup``;
  // All heatmaps together stay within the size that a handful needs.
  const maxColumns = Math.max(24, Math.floor(480 / Math.max(4, experiments.size)));
  return renderSection(
    'load',
    'Load',
    Array.from(experiments, ([name, span], at) => renderHeatmap(name, span, at, maxColumns)),
    renderTable(
      'Measured phases of load',
      [
        text('Phase'),
        number('Sent'),
        number('Cold'),
        number('Response p50'),
        number('Response p95'),
        number('Response p99'),
        number('Service p50'),
        number('Instances'),
        number('Utilisation'),
      ],
      loads.map(toRow),
    ),
    renderDashNote(loads.map((one) => one.responseTimeMs)),
  );
}

function toExperiments({ phases, run }: ReportInput): Map<string, LoadSpan> {
  const loads = phases.filter(({ phase }) => isSteady(phase));
  const names = [...new Set(loads.map(({ phase }) => phase.experiment))];
  return new Map(
    names.map((name) => [
      name,
      toLoadSpan(
        loads.filter(({ phase }) => phase.experiment === name),
        run.events,
      ),
    ]),
  );
}

function renderHeatmap(name: string, span: LoadSpan, at: number, maxColumns: number): Markup {
  const measured = span.bands.filter((band) => !band.isWarmUp).map((band) => band.name);
  const range = `${formatDuration(span.lowMs)} to ${formatDuration(span.highMs)}`;
  return renderFigure({
    id: `load-${at}`,
    title: `Response times over time during ${name}`,
    description: `Heatmap of ${formatCount(span.invocations.length)} invocations, phase by phase (${measured.join(', ')}); response times from ${range}.`,
    caption: renderCaption(name, span),
    wide: { width: fullWidth, height: 340 },
    narrow: { width: narrowWidth, height: 300 },
    draw: (size) => drawHeatmap(span, maxColumns, size),
  });
}

/** Explains only what is in the picture. */
function renderCaption(name: string, { bands, invocations, aborts }: LoadSpan): Markup {
  const has = (start: string): boolean => invocations.some((one) => one.start === start);
  return markup`<b>${name}</b>: the stronger the colour, the more invocations.
${has('cold') ? markup` <span class="key cold">with a cold start</span>` : undefined}
${has('warm') ? markup` <span class="key warm">all warm</span>` : undefined}
${has('unknown') ? markup` <span class="key unknown">start unknown</span>` : undefined}
${invocations.some((one) => one.outcome !== 'ok') ? markup` <span class="key troubled">on the base line: not ok</span>` : undefined}
${bands.some((band) => band.isWarmUp) ? markup` <span class="key warm-up">shaded: warm-up, not measured</span>` : undefined}
${aborts.length > 0 ? markup` <span class="key troubled">rule: aborted</span>` : undefined}`;
}

function toRow(one: LoadSummary): (Markup | string)[] {
  const { p50, p95, p99 } = one.responseTimeMs;
  return [
    markup`${renderPhase(one.phase)} <small>${one.load}</small>`,
    renderRate(one),
    formatCount(one.startKinds.cold),
    renderEstimate(p50),
    renderEstimate(p95),
    renderEstimate(p99),
    renderEstimate(one.serviceTimeMs.p50),
    formatCount(one.instances),
    formatOrDash(one.utilisation, formatPercent),
  ];
}

function renderRate({ achievedRatePerSecond: achieved, targetRatePerSecond: target }: LoadSummary): Markup {
  const of = target === null ? '' : `of ${formatRate(target)}`;
  return markup`<b>${formatOrDash(achieved, formatRate)}</b> <small>${of}</small>`;
}
