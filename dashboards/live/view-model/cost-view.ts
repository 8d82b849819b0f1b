/** What the run would have cost, and when a machine that is always on becomes cheaper. */
import type { AlwaysOnComparison, CostSummary } from '../../../harness/contract/summary.ts';
import { formatPercent, formatRate, formatUsd } from '../../../harness/report/format.ts';
import { bindUnits } from '../../../harness/report/markup.ts';
import type { Table } from '../../../harness/report/table.ts';
import { toAlwaysOnTable, toCostTable, toSharesTable } from '../../../harness/report/tables/cost.ts';
import { type Chart, type ChartPoint, type ChartSeries, axis, round, seriesTones } from './chart.ts';

export interface CostView {
  readonly total: string;
  /** Price book, region, date. */
  readonly prices: string;
  readonly assumptions: readonly string[];
  readonly tables: readonly Table[];
  /** A sentence a load. */
  readonly breakEven: readonly string[];
  readonly charts: readonly Chart[];
  readonly alwaysOn: Table | null;
}

/** Null where nothing was sent that could be priced. */
export function toCostView(cost: CostSummary | null): CostView | null {
  if (cost === null || cost.functions.every((one) => one.invocations === 0)) return null;
  const loads = toLoads(cost.alwaysOn);
  return {
    total: formatUsd(cost.totalUsd),
    prices: `${cost.priceBook}, ${cost.region}, ${cost.architecture}, as of ${cost.asOf}, ${cost.freeTier ? 'with' : 'without'} the free tier`,
    assumptions: cost.assumptions,
    tables: [toCostTable(cost), toSharesTable(cost)],
    breakEven: loads.map(describeLoad),
    charts: loads.filter(isDrawable).map(toChart),
    alwaysOn: cost.alwaysOn.length === 0 ? null : toAlwaysOnTable(cost),
  };
}

/** Comparisons of the same load, one a machine. */
function toLoads(comparisons: readonly AlwaysOnComparison[]): AlwaysOnComparison[][] {
  const loads = new Map<string, AlwaysOnComparison[]>();
  for (const one of comparisons) {
    const key = JSON.stringify([one.function, one.ratePerSecond, one.functionUsdPerMonth]);
    loads.set(key, [...(loads.get(key) ?? []), one]);
  }
  return [...loads.values()];
}

/** Which is cheaper at which rate, and whether the machine could do the work. */
function describeLoad(load: readonly AlwaysOnComparison[]): string {
  const [first] = load;
  if (first === undefined) return '';
  const cost = `At ${formatRate(first.ratePerSecond)}, ${first.function} costs ${formatUsd(first.functionUsdPerMonth)} a month.`;
  return bindUnits([cost, ...load.map(describeMachine)].join(' '));
}

function describeMachine(one: AlwaysOnComparison): string {
  const { coreShareAtBreakEven: share } = one;
  const machine = `${one.machine} (${formatUsd(one.usdPerMonth)} a month) costs as much at ${formatRate(one.breakEvenRatePerSecond)}`;
  return share <= 1
    ? `${machine} and could carry that: its cores would be ${formatPercent(share)} busy.`
    : `${machine} but could not carry that: it would take ${formatPercent(share)} of its cores, so one such machine never replaces the function.`;
}

/** A log axis has no place for nothing. */
function isDrawable(load: readonly AlwaysOnComparison[]): boolean {
  return load.every((one) =>
    [one.ratePerSecond, one.breakEvenRatePerSecond, one.usdPerMonth, one.functionUsdPerMonth].every(
      (value) => value > 0 && Number.isFinite(value),
    ),
  );
}

/** The function rises with the rate; a machine costs what it costs, and more where one no longer carries the load. */
function toChart(load: readonly AlwaysOnComparison[]): Chart {
  const [first] = load;
  const name = first?.function ?? '';
  const machines = load.map(({ machine, curve }, at): ChartSeries => ({
    label: machine,
    kind: 'step',
    tone: seriesTones[at + 1] ?? 'soft',
    isDashed: true,
    points: toPoints(curve.map((one) => [one.ratePerSecond, one.machinesUsdPerMonth])),
  }));
  const curve = first?.curve.map((one): ChartPoint => [one.ratePerSecond, one.functionUsdPerMonth]) ?? [];
  return {
    title: name,
    description: `Cost of ${name} a month over its rate, beside machines that are always on. ${describeLoad(load)}`,
    x: axis('invocations a second', '1/s', 'log'),
    y: axis('US dollars a month', 'usd', 'log'),
    series: [{ label: name, kind: 'line', tone: 'ink', points: toPoints(curve) }, ...machines],
    labels: [
      ...load.map((one, at) => ({
        x: one.breakEvenRatePerSecond,
        y: one.usdPerMonth,
        text: formatRate(one.breakEvenRatePerSecond),
        tone: seriesTones[at + 1] ?? ('soft' as const),
      })),
      ...(first === undefined
        ? []
        : [
            {
              x: first.ratePerSecond,
              y: first.functionUsdPerMonth,
              text: `this load, ${formatRate(first.ratePerSecond)}`,
              tone: 'ink' as const,
            },
          ]),
    ],
  };
}

function toPoints(points: readonly ChartPoint[]): ChartPoint[] {
  return points.filter(([x, y]) => x > 0 && y > 0).map(([x, y]) => [round(x), round(y)]);
}
