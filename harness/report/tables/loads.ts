/** Each measured phase of load: rate wanted and reached, how the invocations ended, how busy the instances were. */
import { outcomes } from '../../contract/invocation.ts';
import type { LoadSummary, RunSummary } from '../../contract/summary.ts';
import { formatRate } from '../format.ts';
import {
  type Table,
  type TableCell,
  countCell,
  estimateCell,
  numberColumn,
  percentCell,
  rateCell,
  textCell,
  textColumn,
  valueCell,
} from '../table.ts';

export function toLoadsTable({ loads }: Pick<RunSummary, 'loads'>): Table {
  return {
    title: 'Measured phases of load',
    columns: [
      textColumn('Phase', 'bare'),
      numberColumn('Target'),
      numberColumn('Achieved'),
      numberColumn('Ok'),
      numberColumn('Not ok', 'bare'),
      numberColumn('Cold'),
      numberColumn('Response p50', 'bare'),
      numberColumn('p95', 'page'),
      numberColumn('p99', 'bare'),
      numberColumn('Service p99', 'bare'),
      numberColumn('Instances'),
      numberColumn('Utilisation'),
    ],
    rows: loads.map(toRow),
  };
}

function toRow(one: LoadSummary): TableCell[] {
  const { p50, p95, p99 } = one.responseTimeMs;
  const isClosed = one.model === 'closed';
  return [
    textCell(one.phase, { detail: one.load }),
    isClosed ? textCell('closed', { value: null }) : rateCell(one.targetRatePerSecond),
    valueCell(one.achievedRatePerSecond, formatRate),
    countCell(one.outcomes.ok),
    toNotOk(one),
    countCell(one.startKinds.cold),
    estimateCell(p50),
    estimateCell(p95),
    estimateCell(p99),
    estimateCell(one.serviceTimeMs.p99),
    countCell(one.instances),
    percentCell(one.utilisation),
  ];
}

function toNotOk({ outcomes: counts }: LoadSummary): TableCell {
  const other = outcomes.filter((outcome) => outcome !== 'ok' && counts[outcome] > 0);
  const sum = other.reduce((total, outcome) => total + counts[outcome], 0);
  if (sum === 0) return countCell(0, { tone: 'quiet' });
  return countCell(sum, {
    tone: 'bad',
    detail: other.map((outcome) => `${counts[outcome]} ${outcome}`).join(', '),
  });
}
