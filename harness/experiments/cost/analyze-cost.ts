/** What the load of the experiment costs by the provider's own arithmetic, untrimmed, and beside machines. */
import { leastPriced } from '../../analyze/cost/cost-per-million.ts';
import { summarizeCost } from '../../analyze/cost/summarize-cost.ts';
import type { Conclusion, Finding, FindingTable } from '../../contract/finding.ts';
import type { AlwaysOnComparison, CostSummary, FunctionCost } from '../../contract/summary.ts';
import { formatRate, formatUsd } from '../../report/format.ts';
import type { LoadExperiment } from '../../scenario/scenario.ts';
import type { Observed } from '../experiment.ts';
import { answered, inconclusive, isBounded, toExact, toFigure, toKey } from '../finding-parts.ts';

export function analyzeCost(
  { name, kind, functions }: LoadExperiment,
  { manifest, phases }: Observed,
): Finding {
  const invocations = phases.flatMap((one) => one.invocations);
  const cost = summarizeCost({ manifest, invocations }, phases);
  const own = (cost?.functions ?? []).filter((one) => functions.includes(one.function));
  return {
    experiment: name,
    kind,
    question: 'What does a million invocations cost, and when is a machine cheaper?',
    conclusion: concludeFrom(cost, own),
    figures: own.flatMap(({ function: fn, costPerMillionUsd, coldStartShare, invocations: n }) => [
      toFigure(toKey(fn, 'PerMillionUsd'), `${fn}, a million successful`, 'usd', costPerMillionUsd, n),
      toFigure(
        toKey(fn, 'InitShare'),
        `${fn}, of compute for initialisation`,
        'share',
        toExact(coldStartShare),
        n,
      ),
    ]),
    tables: [toSharesTable(own), toAlwaysOnTable(cost?.alwaysOn ?? [])],
    charts: (cost?.alwaysOn ?? []).map(({ machine, function: fn, curve }) => ({
      title: `${fn} a month, beside ${machine}`,
      x: { label: 'rate', unit: '1/s', scale: 'log' },
      y: { label: 'a month', unit: 'usd', scale: 'log' },
      series: [
        {
          label: fn,
          kind: 'line',
          points: curve.map((at) => [at.ratePerSecond, at.functionUsdPerMonth] as const),
        },
        {
          label: machine,
          kind: 'step',
          points: curve.map((at) => [at.ratePerSecond, at.machinesUsdPerMonth] as const),
        },
      ],
    })),
    notes:
      cost === null
        ? []
        : [`Priced as ${cost.priceBook}, ${cost.region}, prices of ${cost.asOf}.`, ...cost.assumptions],
  };
}

function concludeFrom(cost: CostSummary | null, own: readonly FunctionCost[]): Conclusion {
  if (cost === null) return inconclusive('Nobody told the memory size of the functions.', null);
  const fewest = Math.min(...own.map(({ invocations }) => invocations));
  if (!own.every(({ costPerMillionUsd }) => isBounded(costPerMillionUsd))) {
    return inconclusive(
      'Too few invocations to bound what a million costs.',
      Math.max(1, leastPriced - fewest),
    );
  }
  const sentences = own.map(({ function: fn, costPerMillionUsd }) => {
    const { value = 0, low = 0, high = 0 } = costPerMillionUsd ?? {};
    const cheapest = toCheapest(cost.alwaysOn.filter((one) => one.function === fn));
    const machine =
      cheapest === undefined
        ? ''
        : `; ${cheapest.machine} is cheaper from ${formatRate(cheapest.breakEvenRatePerSecond)} on`;
    return `${fn} ${formatUsd(value)} (${formatUsd(low ?? 0)} to ${formatUsd(high ?? 0)})${machine}`;
  });
  return answered(`A million successful invocations cost: ${sentences.join(', ')}.`);
}

/** Of the machines that could carry their break-even load. */
function toCheapest(machines: readonly AlwaysOnComparison[]): AlwaysOnComparison | undefined {
  return machines
    .filter(({ coreShareAtBreakEven }) => coreShareAtBreakEven <= 1)
    .toSorted((a, b) => a.breakEvenRatePerSecond - b.breakEvenRatePerSecond)[0];
}

function toSharesTable(own: readonly FunctionCost[]): FindingTable {
  const share = (label: string) => ({ label, unit: 'share' as const });
  return {
    title: 'Which share of the cost each part caused',
    columns: [
      { label: 'function', unit: null },
      ...['cold starts', 'failures', 'retries', 'dearest 1 %', 'dearest 5 %'].map(share),
    ],
    rows: own.map(({ function: fn, shares }) => [
      fn,
      shares.coldStarts,
      shares.failures,
      shares.retries,
      shares.slowest1Percent,
      shares.slowest5Percent,
    ]),
  };
}

function toAlwaysOnTable(alwaysOn: readonly AlwaysOnComparison[]): FindingTable {
  return {
    title: 'Beside machines that run all month',
    columns: [
      { label: 'function', unit: null },
      { label: 'machine', unit: null },
      { label: 'machine a month', unit: 'usd' },
      { label: 'function a month', unit: 'usd' },
      { label: 'at', unit: '1/s' },
      { label: 'break-even', unit: '1/s' },
      { label: 'of its cores there', unit: 'share' },
    ],
    rows: alwaysOn.map((one) => [
      one.function,
      one.machine,
      one.usdPerMonth,
      one.functionUsdPerMonth,
      one.ratePerSecond,
      one.breakEvenRatePerSecond,
      one.coreShareAtBreakEven,
    ]),
  };
}
