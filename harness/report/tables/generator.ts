/** Send delay by phase: how late the generator itself was. */
import type { GeneratorSummary } from '../../contract/summary.ts';
import { unknownValue } from '../format.ts';
import {
  type Table,
  type TableCell,
  countCell,
  durationCell,
  estimateCell,
  numberColumn,
  textCell,
  textColumn,
} from '../table.ts';

export function toGeneratorTable({ phases }: Pick<GeneratorSummary, 'phases'>): Table {
  return {
    title: 'Send delay: how late the generator itself was',
    columns: [
      textColumn('Phase'),
      numberColumn('Sent'),
      numberColumn('p50'),
      numberColumn('p99'),
      numberColumn('Worst'),
      numberColumn('Limit of p99'),
      textColumn('Verdict'),
    ],
    rows: phases.map(toRow),
  };
}

function toRow({ phase, limited, sendDelayMs, limitMs }: GeneratorSummary['phases'][number]): TableCell[] {
  const { n, p50, p99, max } = sendDelayMs;
  // A sample too small for a p99 has kept the limit when all of it has.
  const isKept = p99 !== null || (max !== null && max <= limitMs);
  return [
    textCell(phase),
    countCell(n),
    durationCell(p50?.value),
    estimateCell(p99),
    durationCell(max),
    durationCell(limitMs),
    limited
      ? textCell('limited', { tone: 'bad' })
      : textCell(isKept ? 'kept' : unknownValue, { tone: 'good' }),
  ];
}
