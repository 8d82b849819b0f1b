/** Cold against warm, with intervals. */
import type { StartKind } from '../../contract/invocation.ts';
import type { RunSummary, StartSummary } from '../../contract/summary.ts';
import { formatCount } from '../format.ts';
import {
  type Table,
  type TableCell,
  type Tone,
  countCell,
  estimateCell,
  numberColumn,
  textCell,
  textColumn,
} from '../table.ts';

export function toStartsTable({ starts }: Pick<RunSummary, 'starts'>): Table {
  return {
    title: 'Response time, with 95 % confidence intervals',
    columns: [
      textColumn('Function', 'bare'),
      textColumn('Start'),
      numberColumn('n'),
      numberColumn('p50'),
      numberColumn('p95'),
      numberColumn('p99'),
      numberColumn('Service p50', 'page'),
      numberColumn('Init p50', 'bare'),
    ],
    rows: starts.map(toRow),
  };
}

/** As people read them. */
export const startWords: Readonly<Record<StartKind, string>> = {
  cold: 'cold',
  coldWaiter: 'cold waiter',
  warm: 'warm',
  unknown: 'unknown',
};
export const startTones: Readonly<Record<StartKind, Tone>> = {
  cold: 'cold',
  coldWaiter: 'cold',
  warm: 'warm',
  unknown: 'quiet',
};

function toRow(one: StartSummary): TableCell[] {
  const tone = startTones[one.start];
  const { responseTimeMs: response } = one;
  const memory = one.memoryMiB > 0 ? `, ${formatCount(one.memoryMiB)} MiB` : '';
  return [
    textCell(one.function, { detail: `${one.runtime}${memory}` }),
    textCell(startWords[one.start], { tone }),
    countCell(response.n),
    estimateCell(response.p50, undefined, tone),
    estimateCell(response.p95, undefined, tone),
    estimateCell(response.p99, undefined, tone),
    estimateCell(one.serviceTimeMs.p50),
    one.start === 'cold' ? estimateCell(one.initDurationMs?.p50) : textCell('', { value: null }),
  ];
}
