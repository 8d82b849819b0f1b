/** What the run would have cost, and from which rate a machine that is always on is cheaper. */
import type { FunctionCost, RunSummary } from '../../contract/summary.ts';
import { formatPercent, formatUsd, unknownValue } from '../format.ts';
import { toCostTable } from '../tables/cost.ts';
import type { Style } from './style.ts';
import { toTable } from './table.ts';

export function toCost({ cost }: RunSummary, style: Style): string[] {
  if (cost === null) return [];
  const tier = cost.freeTier ? ', free tier counted' : '';
  return [
    `${style.heading('COST')} on ${cost.priceBook}, ${cost.region}, ${cost.architecture}, prices of ${cost.asOf}${tier}: ${style.strong(formatUsd(cost.totalUsd))}`,
    ...toTable(toCostTable(cost), style),
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
