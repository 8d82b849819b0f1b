/** Where the time of a cold start goes, beside that of a warm one: means, because only means of parts add up. */
import { type Invocation, sendDelay, serviceTime } from '../../../harness/contract/invocation.ts';
import type { RunSummary, StartSummary } from '../../../harness/contract/summary.ts';
import { toMillis } from '../../../harness/contract/units.ts';
import {
  type Table,
  countCell,
  durationCell,
  numberColumn,
  textCell,
  textColumn,
} from '../../../harness/report/table.ts';
import { round } from './chart.ts';
import { type PlayedPhase, toStartSample } from './played-phases.ts';

export interface Breakdown {
  readonly function: string;
  readonly start: 'cold' | 'warm';
  readonly n: number;
  readonly parts: readonly BreakdownPart[];
}

export interface BreakdownPart {
  readonly label: PartLabel;
  readonly meanMs: number;
}

const partLabels = ['send delay', 'connection', 'platform', 'initialisation', 'handler'] as const;
export type PartLabel = (typeof partLabels)[number];

/** Of every function that has cold starts. */
export function toBreakdowns({ starts }: RunSummary, phases: readonly PlayedPhase[]): Breakdown[] {
  const cold = new Set(starts.filter((one) => one.start === 'cold').map((one) => one.function));
  return starts
    .filter((one) => cold.has(one.function) && (one.start === 'cold' || one.start === 'warm'))
    .map((one) => toBreakdown(one, toStartSample(phases, one.function, one.start)));
}

function toBreakdown({ function: name, start }: StartSummary, sample: readonly Invocation[]): Breakdown {
  const mean = (of: (one: Invocation) => number | undefined): number =>
    sample.reduce((sum, one) => sum + (of(one) ?? 0), 0) / Math.max(1, sample.length);
  const own = {
    'send delay': mean((one) => toMillis(sendDelay(one) ?? 0)),
    connection: mean((one) => (one.connectDurationMs ?? 0) + (one.tlsDurationMs ?? 0)),
    initialisation: mean((one) => one.initDurationMs),
    handler: mean((one) => one.handlerDurationMs),
  };
  // What nobody reports is in the rest: network, queue, routing, and placement of a new instance.
  const platform =
    mean((one) => toMillis(serviceTime(one) ?? 0)) - own.connection - own.initialisation - own.handler;
  const parts = { ...own, platform: Math.max(0, platform) };
  return {
    function: name,
    start: start === 'cold' ? 'cold' : 'warm',
    n: sample.length,
    parts: partLabels.map((label) => ({ label, meanMs: round(parts[label]) })),
  };
}

export function toBreakdownTable(breakdowns: readonly Breakdown[]): Table {
  return {
    title: 'Mean of each part',
    columns: [
      textColumn('Function'),
      textColumn('Start'),
      numberColumn('n'),
      ...partLabels.map((label) => numberColumn(label.charAt(0).toUpperCase() + label.slice(1))),
      numberColumn('Together'),
    ],
    rows: breakdowns.map(({ function: name, start, n, parts }) => [
      textCell(name),
      textCell(start, { tone: start }),
      countCell(n),
      ...parts.map(({ meanMs }) => durationCell(meanMs)),
      durationCell(parts.reduce((sum, one) => sum + one.meanMs, 0)),
    ]),
  };
}
