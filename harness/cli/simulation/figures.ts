/** What is shown of a simulation: each figure as its mean over the runs and how sure that mean is. */
import type { RunFigures } from '../../../platform/simulation/run-figures.ts';
import { type MeanWithInterval, toMeanWithInterval } from '../../analyze/mean-with-interval.ts';
import type { MeterName } from '../../contract/billing.ts';
import { formatCount, formatDuration, formatRareShare, formatUsd } from '../../report/format.ts';

export type FigureName =
  | 'invocations'
  | 'coldShare'
  | 'refusedShare'
  | 'meanInstances'
  | 'p95Instances'
  | 'mostInstances'
  | 'p50Ms'
  | 'p90Ms'
  | 'p99Ms'
  | 'p999Ms'
  | 'utilization'
  | 'idleMiBSeconds'
  | 'idleMemoryShare'
  | 'billedGbSeconds'
  | 'costPerMillionUsd';

/** Of one run, with its price. */
export interface PricedFigures extends RunFigures {
  readonly costPerMillionUsd: number;
}

interface ShownFigure {
  readonly name: FigureName;
  readonly title: string;
  readonly format: (value: number) => string;
}

/** In the order of the screen. */
export const shownFigures: readonly ShownFigure[] = [
  { name: 'invocations', title: 'invocations', format: formatCount },
  { name: 'coldShare', title: 'cold-start probability', format: formatRareShare },
  { name: 'meanInstances', title: 'instances, mean', format: formatAmount },
  { name: 'p95Instances', title: 'instances, 95 % of the time', format: formatAmount },
  { name: 'mostInstances', title: 'instances, most', format: formatAmount },
  { name: 'p50Ms', title: 'response time p50', format: formatDuration },
  { name: 'p90Ms', title: 'response time p90', format: formatDuration },
  { name: 'p99Ms', title: 'response time p99', format: formatDuration },
  { name: 'p999Ms', title: 'response time p99.9', format: formatDuration },
  { name: 'refusedShare', title: 'refused', format: formatRareShare },
  { name: 'utilization', title: 'utilisation', format: formatRareShare },
  { name: 'idleMiBSeconds', title: 'idle memory, MiB-s', format: formatAmount },
  { name: 'idleMemoryShare', title: 'idle memory, share', format: formatRareShare },
  { name: 'billedGbSeconds', title: 'billed, GB-s', format: formatAmount },
  { name: 'costPerMillionUsd', title: 'cost of a million', format: formatUsd },
];

export interface SimulationFigures {
  readonly profile: string;
  /** By which the cost is reckoned. */
  readonly meter: MeterName;
  /** Null where no run has it: percentiles when nothing ran. */
  readonly figures: Readonly<Record<FigureName, MeanWithInterval | null>>;
  /** Invocations in a run. */
  readonly refusedByReason: Readonly<Record<string, MeanWithInterval | null>>;
  /** Share of the time with 0, 1, 2, ... instances of all functions together; mean of the runs. */
  readonly timeAtCount: readonly number[];
}

export function toFigures(
  profile: string,
  meter: MeterName,
  runs: readonly PricedFigures[],
): SimulationFigures {
  const figures = shownFigures.map(({ name }) => [name, toMeanWithInterval(runs.map((run) => run[name]))]);
  return {
    profile,
    meter,
    figures: Object.fromEntries(figures) as SimulationFigures['figures'],
    refusedByReason: countReasons(runs),
    timeAtCount: toMeanShares(runs),
  };
}

function countReasons(runs: readonly RunFigures[]): SimulationFigures['refusedByReason'] {
  const reasons = new Set(runs.flatMap(({ refusedByReason }) => Object.keys(refusedByReason)));
  return Object.fromEntries(
    [...reasons].map((reason) => [
      reason,
      toMeanWithInterval(runs.map(({ refusedByReason }) => refusedByReason[reason] ?? 0)),
    ]),
  );
}

function toMeanShares(runs: readonly RunFigures[]): readonly number[] {
  const counts = Math.max(...runs.map(({ timeAtCount }) => timeAtCount.length));
  return Array.from({ length: counts }, (_, count) => {
    const sum = runs.reduce((total, { timeAtCount }) => total + (timeAtCount[count] ?? 0), 0);
    return sum / runs.length;
  });
}

export function formatAmount(value: number): string {
  return value >= 100 ? formatCount(value) : String(Number(value.toPrecision(3)));
}
