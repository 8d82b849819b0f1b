/** Cold against warm as whole distributions: a panel a function, all on the same axis. */
import type { StartKind } from '../../../harness/contract/invocation.ts';
import type { RunSummary, StartSummary } from '../../../harness/contract/summary.ts';
import { formatCount, formatDuration } from '../../../harness/report/format.ts';
import { startWords } from '../../../harness/report/tables/starts.ts';
import {
  type Chart,
  type ChartLabel,
  type ChartPoint,
  type ChartSeries,
  axis,
  round,
  startSeriesTones,
} from './chart.ts';
import { type PlayedPhase, toResponseTimes, toStartSample } from './played-phases.ts';

interface Curve {
  readonly start: StartKind;
  /** Milliseconds, ascending, at least one. */
  readonly sample: Float64Array;
  readonly medianMs: number;
}

/** Vertices of all curves together, so that many functions share the space that few may have to themselves. */
const mostVertices = 3000;

export function toDistributions({ starts }: RunSummary, phases: readonly PlayedPhase[]): Chart[] {
  const panels = [...new Set(starts.map((one) => one.function))].map((name) => ({
    name,
    curves: starts.filter((one) => one.function === name).flatMap((one) => toCurve(one, phases)),
  }));
  const curves = panels.flatMap((panel) => panel.curves);
  const low = Math.min(...curves.map(({ sample }) => sample[0] ?? 1));
  const high = Math.max(...curves.map(({ sample }) => sample.at(-1) ?? 1));
  const vertices = Math.min(240, Math.floor(mostVertices / Math.max(1, curves.length)));
  return panels
    .filter((panel) => panel.curves.length > 0)
    .map((panel) => toChart(panel.name, panel.curves, { low, high, vertices }));
}

function toCurve(
  { function: name, start, responseTimeMs }: StartSummary,
  phases: readonly PlayedPhase[],
): Curve[] {
  const sample = toResponseTimes(toStartSample(phases, name, start));
  const middle = sample[sample.length >> 1];
  return middle === undefined ? [] : [{ start, sample, medianMs: responseTimeMs.p50?.value ?? middle }];
}

interface Grid {
  readonly low: number;
  readonly high: number;
  readonly vertices: number;
}

function toChart(name: string, curves: readonly Curve[], grid: Grid): Chart {
  return {
    title: name,
    description: `Response time of ${name}, share of invocations answered within a time: ${curves.map(describe).join('; ')}`,
    x: { ...axis('response time', 'ms', 'log'), min: grid.low, max: grid.high },
    y: { ...axis('answered within', 'share'), min: 0, max: 1 },
    series: curves.map(({ start, sample }): ChartSeries => ({
      label: start,
      kind: 'step',
      tone: startSeriesTones[start],
      points: toVertices(sample, grid),
    })),
    labels: curves.map(toLabel),
  };
}

function describe({ start, sample, medianMs }: Curve): string {
  const [low, high] = [sample[0] ?? 0, sample.at(-1) ?? 0];
  return `${startWords[start]}: ${formatCount(sample.length)} invocations from ${formatDuration(low)} to ${formatDuration(high)}, median ${formatDuration(medianMs)}`;
}

function toLabel({ start, sample, medianMs }: Curve): ChartLabel {
  return {
    x: medianMs,
    y: 0.5,
    text: `${startWords[start]} ${formatDuration(medianMs)}, n ${formatCount(sample.length)}`,
    tone: startSeriesTones[start],
  };
}

/**
 * The last value in each cell of a logarithmic grid, with the share up to it; the first and the last value of all are
 * always there. The curve only rises, so none that is left out sticks out.
 */
function toVertices(sample: Float64Array, { low, high, vertices }: Grid): ChartPoint[] {
  const span = Math.log(high / Math.max(low, 1e-6)) || 1;
  const cellOf = (value: number): number => Math.floor((Math.log(value / low) / span) * vertices);
  const points: ChartPoint[] = [];
  for (const [at, value] of sample.entries()) {
    const next = sample[at + 1];
    if (at > 0 && next !== undefined && cellOf(next) === cellOf(value)) continue;
    points.push([round(value), round((at + 1) / sample.length)]);
  }
  return points;
}
