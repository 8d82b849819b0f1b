/** What the run would have cost, and from which rate a machine that is always on is cheaper. */
import type { AlwaysOnComparison, CostSummary, FunctionCost, RunSummary } from '../../contract/summary.ts';
import { formatPercent, formatRate, formatUsd, unknownValue } from '../format.ts';
import { toEstimate } from './starts.ts';
import type { Style } from './style.ts';
import { toTable } from './table.ts';

export function toCost({ cost }: RunSummary, style: Style): string[] {
  if (cost === null) return [];
  const rows = toTable<FunctionCost>(
    [
      { title: 'function', align: 'left', cell: (row) => row.function },
      { title: 'memory', cell: (row) => `${row.memoryMiB} MiB` },
      { title: 'this run', cell: (row) => formatUsd(row.totalUsd) },
      { title: 'from init', cell: (row) => formatPercent(row.coldStartShare) },
      {
        title: 'a million under load',
        cell: (row) =>
          row.costPerMillionUsd === null ? unknownValue : toEstimate(row.costPerMillionUsd, formatUsd),
      },
      { title: 'always on is cheaper', align: 'left', cell: (row) => toBreakEven(row, cost) },
    ],
    cost.functions,
    style,
  );
  const tier = cost.freeTier ? ', free tier counted' : '';
  return [
    `${style.heading('COST')} on ${cost.priceBook}, ${cost.region}, ${cost.architecture}, prices of ${cost.asOf}${tier}: ${style.strong(formatUsd(cost.totalUsd))}`,
    ...rows,
    ...cost.functions.map((one) => `  ${toShares(one)}`),
    ...cost.assumptions.map((one) => style.dim(`  assumed: ${one}`)),
  ];
}

/** Where the money of all invocations went; the parts overlap. */
function toShares({ function: name, shares }: FunctionCost): string {
  const { slowest1Percent: one, slowest5Percent: five } = shares;
  const parts = [
    `cold starts ${formatPercent(shares.coldStarts)}`,
    `failures ${formatPercent(shares.failures)}`,
    `retries ${formatPercent(shares.retries)}`,
    `dearest 1 % ${one === null ? unknownValue : formatPercent(one)}`,
    `dearest 5 % ${five === null ? unknownValue : formatPercent(five)}`,
  ];
  return `of ${name}: ${parts.join(', ')}`;
}

/** Only machines that could carry the load at that rate; without one, that is the news. */
function toBreakEven({ function: name }: FunctionCost, { alwaysOn }: CostSummary): string {
  const own = alwaysOn.filter((one) => one.function === name);
  if (own.length === 0) return '';
  const able = own.filter((one) => one.coreShareAtBreakEven <= 1);
  const [best] = (able.length > 0 ? able : own).toSorted(
    (a, b) => a.breakEvenRatePerSecond - b.breakEvenRatePerSecond,
  );
  return best === undefined ? '' : toSentence(best);
}

function toSentence(one: AlwaysOnComparison): string {
  const machine = `${one.machine} (${formatUsd(one.usdPerMonth)} a month)`;
  return one.coreShareAtBreakEven <= 1
    ? `from ${formatRate(one.breakEvenRatePerSecond)}: ${machine}`
    : `never: ${machine} cannot carry ${formatRate(one.breakEvenRatePerSecond)}`;
}
