/** What is shown of a simulation: each figure as its mean over the runs and how sure that mean is. */
import type { LoadResult } from '../../../platform/simulation/simulate-load.ts';
import type { RunFigures } from '../../../platform/simulation/run-figures.ts';
import { type MeanWithInterval, toMeanWithInterval } from '../../analyze/mean-with-interval.ts';
import { formatCount, formatDuration, formatRareShare } from '../../report/format.ts';

export type FigureName =
  | 'invocations'
  | 'coldShare'
  | 'refusedShare'
  | 'meanInstances'
  | 'mostInstances'
  | 'p50Ms'
  | 'p90Ms'
  | 'p99Ms'
  | 'utilization'
  | 'idleMiBSeconds'
  | 'idleMemoryShare'
  | 'billedGbSeconds';

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
  { name: 'mostInstances', title: 'instances, most', format: formatAmount },
  { name: 'p50Ms', title: 'response time p50', format: formatDuration },
  { name: 'p90Ms', title: 'response time p90', format: formatDuration },
  { name: 'p99Ms', title: 'response time p99', format: formatDuration },
  { name: 'refusedShare', title: 'refused', format: formatRareShare },
  { name: 'utilization', title: 'utilisation', format: formatRareShare },
  { name: 'idleMiBSeconds', title: 'idle memory, MiB-s', format: formatAmount },
  { name: 'idleMemoryShare', title: 'idle memory, share', format: formatRareShare },
  { name: 'billedGbSeconds', title: 'billed, GB-s', format: formatAmount },
];

export interface SimulationFigures {
  readonly profile: string;
  /** Null where no run has it: percentiles when nothing ran. */
  readonly figures: Readonly<Record<FigureName, MeanWithInterval | null>>;
  /** Invocations in a run. */
  readonly refusedByReason: Readonly<Record<string, MeanWithInterval | null>>;
}

export function toFigures({ profile, runs }: LoadResult): SimulationFigures {
  const figures = shownFigures.map(({ name }) => [name, toMeanWithInterval(runs.map((run) => run[name]))]);
  return {
    profile: profile.name,
    figures: Object.fromEntries(figures) as SimulationFigures['figures'],
    refusedByReason: countReasons(runs),
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

export function formatAmount(value: number): string {
  return value >= 100 ? formatCount(value) : String(Number(value.toPrecision(3)));
}
