/** The table of the levels: what each costs in start-up, in memory, and in what a neighbour does to it. */
import { leastBoundedSample, toDistribution } from '../../analyze/distribution.ts';
import type { MeasuredPhase } from '../../analyze/measured.ts';
import { isPresent, toResponseTimes, toServiceTimes } from '../../analyze/times.ts';
import type { Conclusion, Finding, FindingCell, FindingTable } from '../../contract/finding.ts';
import type { Invocation } from '../../contract/invocation.ts';
import type { IsolationLevel } from '../../contract/provider.ts';
import type { Distribution, Estimate } from '../../contract/summary.ts';
import { toMillis } from '../../contract/units.ts';
import { formatDuration } from '../../report/format.ts';
import type { SpectrumExperiment } from '../../scenario/scenario.ts';
import type { Observed } from '../experiment.ts';
import { answered, inconclusive, isBounded, toFigure, toKey } from '../finding-parts.ts';

interface Measured {
  readonly level: IsolationLevel;
  /** From the decision to start an instance until it can take an invocation. */
  readonly bootMs: Distribution;
  readonly coldMs: Distribution;
  readonly warmMs: Distribution;
  readonly besideMs: Distribution;
  readonly memoryMiB: Distribution;
}

const mibPerGib = 1024;

export function analyzeSpectrum(config: SpectrumExperiment, seen: Observed): Finding {
  const measured = config.levels
    .map(({ level, function: fn }) => measure(level, fn, seen))
    .filter(({ coldMs, warmMs }) => coldMs.n + warmMs.n > 0);
  return {
    experiment: config.name,
    kind: config.kind,
    question: 'What does each level of isolation cost?',
    conclusion: concludeFrom(measured),
    figures: measured.map(({ level, coldMs }) =>
      toFigure(toKey(level, 'ColdP50Ms'), `${level}, cold start, p50`, 'ms', coldMs.p50, coldMs.n),
    ),
    tables: [toLevelsTable(measured), ...toMissingTable(config, seen)],
    charts: [],
    notes: [
      'Boot is what the platform takes until the instance can be invoked; cold is what a caller waits; warm is one caller alone.',
      'Memory is the most that an instance held, as the platform tells it; instances a GiB follow from it. What instances share is counted for each process, and for no container.',
      'The neighbour keeps two callers busy with a function of its own, in processes: its effect is the p99 beside it over the p99 alone.',
    ],
  };
}

function measure(level: IsolationLevel, fn: string, { phases, instances }: Observed): Measured {
  const of = (part: string): readonly Invocation[] =>
    phases.find(({ phase }) => phase.function === fn && phase.id.endsWith(`/${part}`))?.invocations ?? [];
  const cold = of('cold').filter(({ start }) => start === 'cold');
  const warm = (part: string): Invocation[] => of(part).filter(({ start }) => start === 'warm');
  const waited = new Set(cold.map(({ requestId }) => requestId).filter(isPresent));
  const boots = instances
    .filter(({ firstRequestId }) => firstRequestId !== undefined && waited.has(firstRequestId))
    .map(({ requestedAt, readyAt }) => (readyAt === undefined ? undefined : toMillis(readyAt - requestedAt)));
  return {
    level,
    bootMs: toDistribution(boots.filter(isPresent)),
    coldMs: toResponseTimes(cold),
    warmMs: toServiceTimes(warm('alone')),
    besideMs: toServiceTimes(warm('beside')),
    memoryMiB: toDistribution(toPeaks(phases.filter(({ phase }) => phase.function === fn))),
  };
}

/** The most that each instance is known to have held. */
function toPeaks(phases: readonly MeasuredPhase[]): number[] {
  const peaks = new Map<string, number>();
  for (const { instance, maxMemoryUsedMiB } of phases.flatMap(({ invocations }) => invocations)) {
    if (instance === undefined || maxMemoryUsedMiB === undefined) continue;
    peaks.set(instance, Math.max(maxMemoryUsedMiB, peaks.get(instance) ?? 0));
  }
  return [...peaks.values()];
}

function concludeFrom(measured: readonly Measured[]): Conclusion {
  if (measured.length === 0) return inconclusive('No level could be measured.', null);
  const missing = leastBoundedSample(0.5) - Math.min(...measured.map(({ coldMs }) => coldMs.n));
  if (missing > 0) return inconclusive('Too few cold starts to bound their median at every level.', missing);
  const costs = measured.map(({ level, coldMs: { p50 } }) =>
    isBounded(p50) ? `${level} ${formatDuration(p50.value)}` : level,
  );
  return answered(`A cold start takes, in the median: ${costs.join(', ')}.`);
}

function toLevelsTable(measured: readonly Measured[]): FindingTable {
  return {
    title: 'One function at every level of isolation',
    columns: [
      { label: 'isolation', unit: null },
      { label: 'boot p50', unit: 'ms' },
      { label: 'cold p50', unit: 'ms' },
      { label: 'warm p50', unit: 'ms' },
      { label: 'warm p99', unit: 'ms' },
      { label: 'memory an instance', unit: 'MiB' },
      { label: 'instances a GiB', unit: 'count' },
      { label: 'p99 beside a neighbour', unit: 'ms' },
      { label: 'times as long', unit: 'ratio' },
    ],
    rows: measured.map(toRow),
  };
}

function toRow({ level, bootMs, coldMs, warmMs, besideMs, memoryMiB }: Measured): FindingCell[] {
  const memory = memoryMiB.p50?.value;
  return [
    level,
    bootMs.p50,
    coldMs.p50,
    warmMs.p50,
    warmMs.p99,
    memory ?? null,
    memory === undefined ? null : Math.floor(mibPerGib / memory),
    besideMs.p99,
    toRatio(besideMs.p99, warmMs.p99),
  ];
}

function toRatio(one: Estimate | null, other: Estimate | null): number | null {
  return one === null || other === null || other.value === 0 ? null : one.value / other.value;
}

/** What this machine cannot run is part of the answer. */
function toMissingTable({ levels }: SpectrumExperiment, { manifest }: Observed): FindingTable[] {
  const rows = levels.flatMap(({ level, function: fn }) => {
    const missing = (manifest.leftOut ?? []).find(({ name }) => name === fn);
    return missing === undefined ? [] : [[level, missing.reason]];
  });
  if (rows.length === 0) return [];
  const columns = ['isolation', 'why not'].map((label) => ({ label, unit: null }));
  return [{ title: 'Levels that this machine cannot run', columns, rows }];
}
