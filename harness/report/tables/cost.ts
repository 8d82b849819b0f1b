/** What the run would have cost, by function; where the money went; and machines that are always on beside it. */
import type { AlwaysOnComparison, CostSummary, FunctionCost } from '../../contract/summary.ts';
import { formatCount, formatDigits, formatPercent, formatRate, formatUsd } from '../format.ts';
import {
  type Table,
  type TableCell,
  countCell,
  durationCell,
  estimateCell,
  numberColumn,
  percentCell,
  rateCell,
  textCell,
  textColumn,
  usdCell,
  valueCell,
} from '../table.ts';

export function toCostTable({ functions, alwaysOn }: CostSummary): Table {
  return {
    title: 'Cost of this run by function',
    columns: [
      textColumn('Function'),
      numberColumn('Invocations', 'page'),
      numberColumn('Billed', 'page'),
      numberColumn('This run', 'bare'),
      numberColumn('From init'),
      numberColumn('A million successful'),
      textColumn('Always on is cheaper'),
    ],
    rows: functions.map((one) => toRow(one, alwaysOn)),
  };
}

function toRow(one: FunctionCost, alwaysOn: readonly AlwaysOnComparison[]): TableCell[] {
  const { invocations, successful } = one;
  return [
    textCell(one.function, { detail: `${formatCount(one.memoryMiB)} MiB` }),
    countCell(
      invocations,
      invocations === successful ? {} : { detail: `${formatCount(successful)} successful` },
    ),
    { ...durationCell(one.billedDurationMs), detail: describeAmounts(one) },
    {
      ...usdCell(one.totalUsd),
      detail: `compute ${formatUsd(one.computeUsd)}, requests ${formatUsd(one.requestsUsd)}`,
    },
    percentCell(one.coldStartShare),
    estimateCell(one.costPerMillionUsd, formatUsd),
    textCell(toBreakEven(one.function, alwaysOn)),
  ];
}

function describeAmounts({ charges }: FunctionCost): string {
  return charges
    .filter((charge) => charge.quantity !== 'invocations')
    .map(({ amount, unit }) => `${formatDigits(amount)} ${unit}`)
    .join(', ');
}

/** Only machines that could carry the load at that rate; without one, that is the news. */
function toBreakEven(name: string, alwaysOn: readonly AlwaysOnComparison[]): string {
  const own = alwaysOn.filter((one) => one.function === name);
  const able = own.filter((one) => one.coreShareAtBreakEven <= 1);
  const [best] = (able.length > 0 ? able : own).toSorted(
    (a, b) => a.breakEvenRatePerSecond - b.breakEvenRatePerSecond,
  );
  if (best === undefined) return '';
  const machine = `${best.machine} (${formatUsd(best.usdPerMonth)} a month)`;
  const rate = formatRate(best.breakEvenRatePerSecond);
  return able.length > 0 ? `from ${rate}: ${machine}` : `never: ${machine} cannot carry ${rate}`;
}

/** The parts overlap: a cold start may fail. */
export function toSharesTable({ functions }: CostSummary): Table {
  const rows = functions.map(({ function: name, shares }) => [
    textCell(name),
    percentCell(shares.coldStarts),
    percentCell(shares.failures),
    percentCell(shares.retries),
    percentCell(shares.slowest1Percent),
    percentCell(shares.slowest5Percent),
  ]);
  return {
    title: 'Shares of the cost of all invocations',
    columns: [
      textColumn('Function'),
      ...['Cold starts', 'Failures', 'Retries', 'Dearest 1 %', 'Dearest 5 %'].map((one) => numberColumn(one)),
    ],
    rows,
  };
}

/** At the rate of each load. */
export function toAlwaysOnTable({ alwaysOn }: CostSummary): Table {
  return {
    title: 'Beside a machine that is always on, at the rate of the load',
    columns: [
      textColumn('Function'),
      textColumn('Machine'),
      numberColumn('Rate'),
      numberColumn('Function a month'),
      numberColumn('Machine a month'),
      numberColumn('Idle, paid for'),
      numberColumn('Break-even'),
      numberColumn('Cores busy there'),
    ],
    rows: alwaysOn.map((one) => [
      textCell(one.function),
      textCell(one.machine, { detail: one.kind }),
      rateCell(one.ratePerSecond),
      usdCell(one.functionUsdPerMonth),
      valueCell(one.usdPerMonth, formatUsd, one.machines === 1 ? {} : { detail: `${one.machines} needed` }),
      valueCell(one.idleUsdPerMonth, formatUsd, { detail: `${formatPercent(one.coreShare)} of one busy` }),
      rateCell(one.breakEvenRatePerSecond),
      valueCell(
        one.coreShareAtBreakEven,
        formatPercent,
        one.coreShareAtBreakEven > 1 ? { tone: 'bad' as const } : {},
      ),
    ]),
  };
}
