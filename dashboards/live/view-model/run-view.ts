/**
 * A run as the page shows it: plain data, the same for the live page and for the report. Pure: the same records give the
 * same view, whenever it is made.
 */
import type { RunRecord } from '../../../harness/contract/run-record.ts';
import type { RunSummary } from '../../../harness/contract/summary.ts';
import { describeVerdict } from '../../../harness/report/describe-verdict.ts';
import { bindUnits } from '../../../harness/report/markup.ts';
import { describeThresholds } from '../../../harness/report/format-threshold.ts';
import type { Table } from '../../../harness/report/table.ts';
import { toGeneratorTable } from '../../../harness/report/tables/generator.ts';
import { toLoadsTable } from '../../../harness/report/tables/loads.ts';
import { toScaleOutsTable } from '../../../harness/report/tables/scale-outs.ts';
import { toStartsTable } from '../../../harness/report/tables/starts.ts';
import { toThresholdsTable } from '../../../harness/report/tables/thresholds.ts';
import { type Breakdown, toBreakdownTable, toBreakdowns } from './breakdown.ts';
import type { Chart } from './chart.ts';
import { type CostView, toCostView } from './cost-view.ts';
import { describeGenerator } from './describe-generator.ts';
import { toDistributions } from './distributions.ts';
import { type ErrorGroup, toErrorGroups, toOutcomesTable } from './error-groups.ts';
import { type FindingView, toFindingView } from './finding-view.ts';
import { toGeneratorCharts } from './generator-charts.ts';
import { toGrowths } from './growth.ts';
import { type KeyFigure, toKeyFigures } from './key-figures.ts';
import { toPlayedPhases } from './played-phases.ts';
import { type Progress, toProgress } from './progress.ts';
import { type Reproduction, toReproduction } from './reproduction.ts';
import { type Timeline, toTimelines } from './timeline.ts';

export interface RunView {
  readonly kind: 'run';
  readonly title: string;
  /** Provider and date. */
  readonly subtitle: string;
  readonly state: 'running' | RunSummary['outcome'];
  /** One sentence. */
  readonly verdict: string;
  /** Why the generator was too slow; empty when it was not. */
  readonly limits: readonly string[];
  /** Null when the run is over. */
  readonly progress: Progress | null;
  readonly thresholds: { readonly heading: string; readonly table: Table } | null;
  readonly figures: readonly KeyFigure[];
  readonly starts: Table;
  readonly findings: readonly FindingView[];
  readonly distributions: readonly Chart[];
  readonly timelines: readonly Timeline[];
  readonly growths: readonly Chart[];
  readonly scaleOuts: Table;
  readonly loads: Table;
  readonly breakdown: { readonly bars: readonly Breakdown[]; readonly table: Table };
  readonly cost: CostView | null;
  readonly outcomes: Table;
  readonly errors: readonly ErrorGroup[];
  readonly generator: { readonly sentence: string; readonly charts: readonly Chart[]; readonly table: Table };
  readonly reproduction: Reproduction;
}

export interface RunViewOptions {
  /** The run is still being written; default: it is over, or was killed. */
  readonly isRunning?: boolean;
}

export function toRunView(summary: RunSummary, run: RunRecord, options: RunViewOptions = {}): RunView {
  const { isRunning = false } = options;
  const phases = toPlayedPhases(run);
  const breakdowns = toBreakdowns(summary, phases);
  return {
    kind: 'run',
    title: summary.scenario,
    subtitle: `${summary.provider.id} · ${summary.startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}`,
    state: isRunning ? 'running' : summary.outcome,
    verdict: bindUnits(
      isRunning
        ? describeVerdict({ ...summary, outcome: 'completed' }).replace(/^Completed/, 'Running')
        : describeVerdict(summary),
    ),
    limits: summary.generator.verdict === 'generator-limited' ? summary.generator.reasons : [],
    progress: isRunning ? toProgress(run) : null,
    thresholds:
      summary.thresholds.length === 0
        ? null
        : { heading: describeThresholds(summary.thresholds), table: toThresholdsTable(summary) },
    figures: toKeyFigures(summary),
    starts: toStartsTable(summary),
    findings: summary.findings.map(toFindingView),
    distributions: toDistributions(summary, phases),
    timelines: toTimelines(run, phases),
    growths: toGrowths(summary, phases, run),
    scaleOuts: toScaleOutsTable(summary),
    loads: toLoadsTable(summary),
    breakdown: { bars: breakdowns, table: toBreakdownTable(breakdowns) },
    cost: toCostView(summary.cost),
    outcomes: toOutcomesTable(phases),
    errors: toErrorGroups(run),
    generator: {
      sentence: bindUnits(describeGenerator(summary.generator)),
      charts: toGeneratorCharts(run, phases),
      table: toGeneratorTable(summary.generator),
    },
    reproduction: toReproduction(run.manifest, summary),
  };
}
