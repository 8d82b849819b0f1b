/** Several runs as the page shows them: intervals on one axis, and small multiples whose axes are the same. */
import type { StartKind } from '../../../harness/contract/invocation.ts';
import type { RunRecord } from '../../../harness/contract/run-record.ts';
import type { Distribution, Estimate, RunSummary } from '../../../harness/contract/summary.ts';
import { type ComparedRun, toComparedRuns } from '../../../harness/report/comparison/compared-run.ts';
import { describeComparison } from '../../../harness/report/comparison/describe.ts';
import { toComparisonTables } from '../../../harness/report/comparison/tables.ts';
import type { Table } from '../../../harness/report/table.ts';
import { startWords } from '../../../harness/report/tables/starts.ts';
import { type Chart, type ChartAxis, type SeriesTone, axis, startSeriesTones } from './chart.ts';
import { toDistributions } from './distributions.ts';
import { toPlayedPhases } from './played-phases.ts';

export interface ComparisonView {
  readonly kind: 'comparison';
  readonly title: string;
  readonly verdict: string;
  readonly runs: readonly { readonly name: string; readonly runId: string; readonly isLimited: boolean }[];
  /** Milliseconds at both ends of the axis of all intervals. */
  readonly limits: readonly [low: number, high: number];
  readonly intervals: readonly IntervalGroup[];
  /** A row of charts for each thing that was measured, a chart a run. */
  readonly multiples: readonly { readonly title: string; readonly charts: readonly Chart[] }[];
  readonly tables: readonly Table[];
}

export interface IntervalGroup {
  readonly title: string;
  readonly tone: SeriesTone;
  readonly rows: readonly { readonly quantile: string; readonly run: string; readonly estimate: Estimate }[];
}

/** @param runs - at least two; the others are measured against the first. */
export function toComparisonView(
  runs: readonly { readonly summary: RunSummary; readonly run: RunRecord }[],
): ComparisonView {
  const compared = toComparedRuns(runs.map(({ summary, run }) => ({ summary, manifest: run.manifest })));
  const intervals = toIntervals(compared);
  return {
    kind: 'comparison',
    title: 'Runs side by side',
    verdict: describeComparison(compared),
    runs: compared.map(({ name, summary }) => ({
      name,
      runId: summary.runId,
      isLimited: summary.generator.verdict === 'generator-limited',
    })),
    limits: toLimits(intervals),
    intervals,
    multiples: [...toEcdfs(compared, runs), ...toGrowths(compared)],
    tables: toComparisonTables(compared),
  };
}

const quantiles = ['p50', 'p95', 'p99'] as const satisfies readonly (keyof Distribution)[];

function toIntervals(runs: readonly ComparedRun[]): IntervalGroup[] {
  const starts = runs.flatMap(({ summary }) => summary.starts);
  const keys = [...new Set(starts.map((one) => JSON.stringify([one.function, one.start])))];
  return keys.map((key) => {
    const [name, start] = JSON.parse(key) as [string, StartKind];
    const rows = quantiles.flatMap((quantile) =>
      runs.flatMap((run) => {
        const own = run.summary.starts.find((one) => one.function === name && one.start === start);
        const estimate = own?.responseTimeMs[quantile] ?? null;
        return estimate === null ? [] : [{ quantile, run: run.name, estimate }];
      }),
    );
    return { title: `${name}, ${startWords[start]}`, tone: startSeriesTones[start], rows };
  });
}

function toLimits(groups: readonly IntervalGroup[]): [number, number] {
  const values = groups.flatMap(({ rows }) =>
    rows.flatMap(({ estimate: { value, low, high } }) => [value, low ?? value, high ?? value]),
  );
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values.length === 0 ? [1, 10] : [low / 1.2, high * 1.2];
}

function toEcdfs(
  compared: readonly ComparedRun[],
  runs: readonly { readonly summary: RunSummary; readonly run: RunRecord }[],
): ComparisonView['multiples'] {
  const charts = runs.map(({ summary, run }) => toDistributions(summary, toPlayedPhases(run)));
  const names = [...new Set(charts.flat().map((chart) => chart.title))];
  return names.map((name) => ({
    title: `Response time of ${name}`,
    charts: alike(
      charts.flatMap((own, at) =>
        own
          .filter((chart) => chart.title === name)
          .map((chart) => ({ ...chart, title: compared[at]?.name ?? '' })),
      ),
    ),
  }));
}

function toGrowths(runs: readonly ComparedRun[]): ComparisonView['multiples'] {
  const phases = [...new Set(runs.flatMap(({ summary }) => summary.scaleOuts.map((one) => one.phase)))];
  return phases.map((phase) => ({
    title: `Instances after the burst of ${phase}`,
    charts: alike(
      runs.flatMap(({ name, summary }): Chart[] =>
        summary.scaleOuts
          .filter((one) => one.phase === phase)
          .map(({ curve }) => ({
            title: name,
            description: `Instances over time after the burst of ${phase} in ${name}`,
            x: axis('time since the burst', 'ms'),
            y: axis('instances', 'count'),
            series: [
              {
                label: 'instances',
                kind: 'step',
                tone: 'ink',
                points: [[0, 0], ...curve.map(({ atMs, instances }) => [atMs, instances] as const)],
              },
            ],
          })),
      ),
    ),
  }));
}

/** Gives all the axes of the widest. */
function alike(charts: readonly Chart[]): Chart[] {
  const widen = (dimension: 'x' | 'y', at: 0 | 1): Pick<ChartAxis, 'min' | 'max'> => {
    const values = charts.flatMap((chart) =>
      chart.series.flatMap(({ points }) => points.map((point) => point[at])),
    );
    const own = charts.flatMap((chart) => [chart[dimension].min ?? [], chart[dimension].max ?? []].flat());
    return { min: Math.min(...values, ...own), max: Math.max(...values, ...own) };
  };
  const [x, y] = [widen('x', 0), widen('y', 1)];
  return charts.map((chart) => ({ ...chart, x: { ...chart.x, ...x }, y: { ...chart.y, ...y } }));
}
