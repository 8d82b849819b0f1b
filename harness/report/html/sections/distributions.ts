/** Cold against warm as whole distributions: a panel a function, all on the same axis. */
import type { StartSummary } from '../../../contract/summary.ts';
import { formatCount, formatDuration } from '../../format.ts';
import { type EcdfCurve, drawEcdf } from '../charts/ecdf.ts';
import { fullWidth, halfWidth, narrowWidth, renderFigure } from '../charts/figure.ts';
import { type Markup, markup } from '../../markup.ts';
import { type ReportInput, toStartSample } from '../report-input.ts';
import { renderNote, renderSection } from './section.ts';

interface Panel {
  readonly function: string;
  readonly curves: readonly EcdfCurve[];
}

export function renderDistributions(input: ReportInput): Markup {
  const panels = toPanels(input);
  if (panels.length === 0) return markup``;
  const curves = panels.flatMap((panel) => panel.curves);
  const lowMs = Math.min(...curves.map((curve) => curve.sample[0] ?? 1));
  const highMs = Math.max(...curves.map((curve) => curve.sample.at(-1) ?? 1));
  // Many functions share the space that few may have to themselves.
  const resolution = panels.length > 6 ? 2 : 0.5;
  const isAlone = panels.length === 1;
  return renderSection(
    'distributions',
    'Response time, cold against warm',
    markup`<div class="panels">${panels.map((panel, at) =>
      renderPanel(panel, at, { lowMs, highMs, resolution }, isAlone),
    )}</div>\n`,
    renderNote(
      'Each curve rises from the fastest to the slowest invocation; the dot is the median. Every invocation that was sent ',
      'counts, whatever came of it.',
    ),
  );
}

function renderPanel(
  panel: Panel,
  at: number,
  options: Parameters<typeof drawEcdf>[1],
  isAlone: boolean,
): Markup {
  return renderFigure({
    id: `ecdf-${at}`,
    title: `Response time of ${panel.function}: share of invocations answered within a time`,
    description: panel.curves.map(describeCurve).join('; '),
    caption: markup`<b>${panel.function}</b>`,
    wide: { width: isAlone ? fullWidth : halfWidth, height: isAlone ? 300 : 270 },
    narrow: { width: narrowWidth, height: 260 },
    draw: (size) => drawEcdf(panel.curves, options, size),
  });
}

function describeCurve({ start, sample, medianMs }: EcdfCurve): string {
  const [low, high] = [sample[0] ?? 0, sample.at(-1) ?? 0];
  return `${start}: ${formatCount(sample.length)} invocations from ${formatDuration(low)} to ${formatDuration(high)}, median ${formatDuration(medianMs)}`;
}

function toPanels(input: ReportInput): Panel[] {
  const { starts } = input.summary;
  return [...new Set(starts.map((one) => one.function))]
    .map((name) => ({
      function: name,
      curves: starts.filter((one) => one.function === name).flatMap((one) => toCurve(input, one)),
    }))
    .filter((panel) => panel.curves.length > 0);
}

function toCurve(input: ReportInput, { function: name, start, responseTimeMs }: StartSummary): EcdfCurve[] {
  const sample = toStartSample(input, name, start);
  const middle = sample[sample.length >> 1];
  if (middle === undefined) return [];
  const medianMs = responseTimeMs.p50?.value ?? middle;
  const label = responseTimeMs.p50 === null ? `n = ${formatCount(sample.length)}` : formatDuration(medianMs);
  return [{ start, sample, medianMs, label: `${start} ${label}` }];
}
