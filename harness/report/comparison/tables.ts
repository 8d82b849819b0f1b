/** The numbers of several runs side by side, each with its interval, and beside the first run where that can be told. */
import type { Estimate, LoadSummary, ScaleOutSummary, StartSummary } from '../../contract/summary.ts';
import { formatUsd, unknownValue } from '../format.ts';
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
} from '../table.ts';
import { startTones, startWords } from '../tables/starts.ts';
import { type ComparedRun, toFacts } from './compared-run.ts';
import { describeRatio } from './describe.ts';

/** @param runs - at least two; the first is what the others are measured against. */
export function toComparisonTables(runs: readonly ComparedRun[]): Table[] {
  return [toStarts(runs), toScaleOuts(runs), toLoads(runs), toCosts(runs), toDifferences(runs)].filter(
    (table) => table.rows.length > 0,
  );
}

type Named<Value> = Value & { readonly run: string };

/** What the same thing came to in each run, next to each other. */
function gather<Value>(
  runs: readonly ComparedRun[],
  of: (run: ComparedRun) => readonly Value[],
  keyOf: (value: Value) => string,
): Named<Value>[] {
  const keys = [...new Set(runs.flatMap((run) => of(run).map(keyOf)))];
  return keys.flatMap((key) =>
    runs.flatMap((run) =>
      of(run)
        .filter((value) => keyOf(value) === key)
        .map((value) => ({ ...value, run: run.name })),
    ),
  );
}

function toStarts(runs: readonly ComparedRun[]): Table {
  const keyOf = (one: StartSummary): string => `${one.function} ${one.start}`;
  const rows = gather(runs, ({ summary }) => summary.starts, keyOf);
  return {
    title: 'Response time, cold and warm',
    columns: [
      textColumn('Function'),
      textColumn('Start'),
      textColumn('Run'),
      numberColumn('n'),
      numberColumn('p50'),
      numberColumn('p95'),
      numberColumn('p99', 'bare'),
      textColumn(`p50 against ${runs[0]?.name ?? ''}`),
    ],
    rows: rows.map((one) => {
      const tone = startTones[one.start];
      const base = rows.find((other) => keyOf(other) === keyOf(one) && other.run === runs[0]?.name);
      const { n, p50, p95, p99 } = one.responseTimeMs;
      return [
        textCell(one.function),
        textCell(startWords[one.start], { tone }),
        textCell(one.run),
        countCell(n),
        estimateCell(p50, undefined, tone),
        estimateCell(p95, undefined, tone),
        estimateCell(p99, undefined, tone),
        one === base ? textCell('') : toRatioCell(p50, base?.responseTimeMs.p50 ?? null),
      ];
    }),
  };
}

/** Intervals that overlap leave open which is faster; those that do not, settle it. */
function toRatioCell(own: Estimate | null, base: Estimate | null): TableCell {
  if (own === null || base === null || base.value === 0) return textCell(unknownValue, { value: null });
  const ratio = own.value / base.value;
  const text = describeRatio(ratio);
  const [slower, faster] = [isAbove(own, base), isAbove(base, own)];
  if (!slower && !faster) return textCell(text, { value: ratio, detail: 'intervals overlap' });
  return textCell(text, {
    value: ratio,
    detail: slower ? 'slower' : 'faster',
    tone: slower ? 'bad' : 'good',
  });
}

function isAbove({ low }: Estimate, { high }: Estimate): boolean {
  return low !== null && high !== null && low > high;
}

function toScaleOuts(runs: readonly ComparedRun[]): Table {
  const rows = gather(
    runs,
    ({ summary }) => summary.scaleOuts,
    (one: ScaleOutSummary) => one.phase,
  );
  return {
    title: 'Scale-out',
    columns: [
      textColumn('Phase'),
      textColumn('Run'),
      numberColumn('At once'),
      numberColumn('Instances'),
      numberColumn('Half after'),
      numberColumn('All after'),
      numberColumn('Response p50'),
    ],
    rows: rows.map((one) => [
      textCell(one.phase),
      textCell(one.run),
      countCell(one.invocations),
      countCell(one.instances),
      durationCell(one.timeToHalfMs),
      durationCell(one.timeToAllMs),
      estimateCell(one.responseTimeMs.p50),
    ]),
  };
}

function toLoads(runs: readonly ComparedRun[]): Table {
  const rows = gather(
    runs,
    ({ summary }) => summary.loads,
    (one: LoadSummary) => one.phase,
  );
  return {
    title: 'Load',
    columns: [
      textColumn('Phase'),
      textColumn('Run'),
      numberColumn('Target'),
      numberColumn('Achieved'),
      numberColumn('Ok'),
      numberColumn('Response p50'),
      numberColumn('p99'),
      numberColumn('Instances'),
      numberColumn('Utilisation'),
    ],
    rows: rows.map((one) => [
      textCell(one.phase),
      textCell(one.run),
      rateCell(one.targetRatePerSecond),
      rateCell(one.achievedRatePerSecond),
      countCell(one.outcomes.ok),
      estimateCell(one.responseTimeMs.p50),
      estimateCell(one.responseTimeMs.p99),
      countCell(one.instances),
      percentCell(one.utilisation),
    ]),
  };
}

function toCosts(runs: readonly ComparedRun[]): Table {
  const rows = gather(
    runs,
    ({ summary }) =>
      summary.cost?.functions.map((one) => ({ ...one, book: summary.cost?.priceBook ?? '' })) ?? [],
    (one) => one.function,
  );
  return {
    title: 'Cost of a million successful invocations',
    columns: [
      textColumn('Function'),
      textColumn('Run'),
      textColumn('Prices'),
      numberColumn('A million'),
      numberColumn('From init'),
    ],
    rows: rows.map((one) => [
      textCell(one.function),
      textCell(one.run),
      textCell(one.book),
      estimateCell(one.costPerMillionUsd, formatUsd),
      percentCell(one.coldStartShare),
    ]),
  };
}

function toDifferences(runs: readonly ComparedRun[]): Table {
  const facts = runs.map(toFacts);
  const names = [...new Set(facts.flatMap((one) => [...one.keys()]))];
  const differing = names.filter((name) => new Set(facts.map((one) => one.get(name))).size > 1);
  return {
    title: 'What differs between the runs',
    columns: [textColumn('Fact'), ...runs.map((run) => textColumn(run.name))],
    rows: differing.map((name) => [
      textCell(name),
      ...facts.map((one) => textCell(one.get(name) ?? unknownValue)),
    ]),
  };
}
