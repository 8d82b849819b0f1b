/** What the cold starts of each function say: forced and natural ones apart, and where their time goes. */
import { leastBoundedSample, toDistribution } from '../../analyze/distribution.ts';
import { isPresent, toResponseTimes } from '../../analyze/times.ts';
import type {
  Conclusion,
  Finding,
  FindingFigure,
  FindingSeries,
  FindingTable,
} from '../../contract/finding.ts';
import { type Invocation, responseTime } from '../../contract/invocation.ts';
import { isBurst, isForcedColdStart } from '../../contract/phase.ts';
import type { Distribution, Estimate } from '../../contract/summary.ts';
import { toMillis } from '../../contract/units.ts';
import { formatDuration } from '../../report/format.ts';
import type { ColdStartExperiment } from '../../scenario/scenario.ts';
import type { Observed } from '../experiment.ts';
import { answered, inconclusive, isBounded, toFigure, toKey } from '../finding-parts.ts';
import { type Breakdown, type Part, breakDown, parts } from './break-down.ts';

interface Measured {
  readonly function: string;
  readonly forced: readonly Invocation[];
  readonly natural: readonly Invocation[];
  readonly forcedTimes: Distribution;
  /** Of the forced ones. */
  readonly breakdowns: readonly Breakdown[];
}

export function analyzeColdStart({ name, kind, functions }: ColdStartExperiment, seen: Observed): Finding {
  const measured = functions
    .map((fn) => measure(fn, seen))
    .filter(({ forced, natural }) => forced.length + natural.length > 0);
  return {
    experiment: name,
    kind,
    question: 'What does a new instance cost, and where does the time go?',
    conclusion: concludeFrom(measured),
    figures: measured.flatMap(({ function: fn, natural, forcedTimes }) => [
      toFigure(toKey(fn, 'ForcedP50Ms'), `${fn}, forced, p50`, 'ms', forcedTimes.p50, forcedTimes.n),
      ...(natural.length === 0 ? [] : [toNaturalFigure(fn, natural)]),
    ]),
    tables: [toStartsTable(measured, seen), toPartsTable(measured)],
    charts: [
      {
        title: 'Share of forced cold starts that took at most so long',
        x: { label: 'response time', unit: 'ms', scale: 'log' },
        y: { label: 'share', unit: 'share', scale: 'linear' },
        series: measured.flatMap(toSeries),
      },
    ],
    notes: toNotes(measured, seen),
  };
}

function toNaturalFigure(fn: string, natural: readonly Invocation[]): FindingFigure {
  const { p50, n } = toResponseTimes(natural);
  return toFigure(toKey(fn, 'NaturalP50Ms'), `${fn}, natural, p50`, 'ms', p50, n);
}

function measure(fn: string, { phases, others, instances }: Observed): Measured {
  const own = phases.filter(({ phase }) => phase.function === fn);
  const coldOf = (which: Observed['phases']): Invocation[] =>
    which.flatMap(({ invocations }) => invocations.filter((one) => one.start === 'cold'));
  const forced = coldOf(own.filter(({ phase }) => isForcedColdStart(phase)));
  // In a burst instances compete for the machine: that is the scale-out's to tell.
  const elsewhere = others.filter(
    ({ phase }) => phase.function === fn && phase.before.kind !== 'discardInstances' && !isBurst(phase),
  );
  const natural = coldOf([...own.filter(({ phase }) => !isForcedColdStart(phase)), ...elsewhere]);
  const records = new Map(instances.map((record) => [record.firstRequestId, record]));
  return {
    function: fn,
    forced,
    natural,
    forcedTimes: toResponseTimes(forced),
    breakdowns: forced
      .map((one) => breakDown(one, one.requestId === undefined ? undefined : records.get(one.requestId)))
      .filter(isPresent),
  };
}

/** Answered where every function has a median with both bounds. */
function concludeFrom(measured: readonly Measured[]): Conclusion {
  if (measured.length === 0) {
    return inconclusive('No invocation is known to have started cold: nobody told, or none did.', null);
  }
  const fewest = Math.min(...measured.map(({ forcedTimes }) => forcedTimes.n));
  const missing = leastBoundedSample(0.5) - fewest;
  if (missing > 0) return inconclusive('Too few cold starts to bound their median.', missing);
  const sentences = measured.map(({ function: fn, forcedTimes: { p50 }, breakdowns }) => {
    const interval = isBounded(p50) ? ` (${formatDuration(p50.low)} to ${formatDuration(p50.high)})` : '';
    const [most] = toMedians(breakdowns).toSorted((a, b) => b.value - a.value);
    const where =
      most === undefined ? '' : `, most of it for the ${words[most.part]}: ${formatDuration(most.value)}`;
    return `${fn} ${formatDuration(p50?.value ?? 0)}${interval}${where}`;
  });
  return answered(`A cold start takes, in the median: ${sentences.join('; ')}.`);
}

const words: Readonly<Record<Part, string>> = {
  placement: 'placement',
  sandbox: 'sandbox',
  runtime: 'runtime',
  code: "function's own code",
  handler: 'first run of the handler',
  rest: 'way back',
};

function toMedians(breakdowns: readonly Breakdown[]): { readonly part: Part; readonly value: number }[] {
  return parts.flatMap((part) => {
    const value = toMedian(breakdowns, part)?.value;
    return value === undefined ? [] : [{ part, value }];
  });
}

function toMedian(breakdowns: readonly Breakdown[], part: Part): Estimate | null {
  const values = breakdowns.map((one) => one[part]).filter((value) => value !== null);
  return toDistribution(values).p50;
}

function toStartsTable(measured: readonly Measured[], { manifest }: Observed): FindingTable {
  const row = (one: Measured, how: string, cold: readonly Invocation[]) => {
    const fn = manifest.functions.find(({ name }) => name === one.function);
    const times = toResponseTimes(cold);
    const init = toDistribution(cold.map(({ initDurationMs }) => initDurationMs).filter(isPresent));
    const size = fn?.fillerMiB ?? 0;
    return [
      one.function,
      how,
      fn?.runtime ?? null,
      fn?.memoryMiB ?? null,
      size,
      fn?.isolation ?? null,
      times.n,
      times.p50,
      times.p95,
      times.p99,
      init.p50,
    ];
  };
  return {
    title: 'Cold starts, response time',
    columns: [
      { label: 'function', unit: null },
      { label: 'start', unit: null },
      { label: 'runtime', unit: null },
      { label: 'memory', unit: 'MiB' },
      { label: 'filler', unit: 'MiB' },
      { label: 'isolation', unit: null },
      { label: 'n', unit: 'count' },
      { label: 'p50', unit: 'ms' },
      { label: 'p95', unit: 'ms' },
      { label: 'p99', unit: 'ms' },
      { label: 'init p50', unit: 'ms' },
    ],
    rows: measured.flatMap((one) => [
      ...(one.forced.length > 0 ? [row(one, 'forced', one.forced)] : []),
      ...(one.natural.length > 0 ? [row(one, 'natural', one.natural)] : []),
    ]),
  };
}

function toPartsTable(measured: readonly Measured[]): FindingTable {
  return {
    title: 'Where the time of a forced cold start goes, in the median',
    columns: [
      { label: 'function', unit: null },
      { label: 'n', unit: 'count' },
      ...parts.map((label) => ({ label, unit: 'ms' as const })),
    ],
    rows: measured
      .filter(({ breakdowns }) => breakdowns.length > 0)
      .map(({ function: fn, breakdowns }) => [
        fn,
        breakdowns.length,
        ...parts.map((part) => toMedian(breakdowns, part)),
      ]),
  };
}

function toSeries({ function: label, forced }: Measured): FindingSeries[] {
  const sorted = forced.map((one) => toMillis(responseTime(one))).toSorted((a, b) => a - b);
  const points = sorted.map((ms, at) => [ms, (at + 1) / sorted.length] as const);
  return points.length === 0 ? [] : [{ label, kind: 'step', points }];
}

function toNotes(measured: readonly Measured[], { phases, instances }: Observed): string[] {
  const asked = phases
    .filter(({ phase }) => isForcedColdStart(phase))
    .flatMap(({ invocations }) => invocations);
  const warm = asked.filter(({ start }) => start === 'warm').length;
  const whole = measured.reduce((sum, { forced }) => sum + forced.length, 0);
  const told = measured.reduce((sum, { breakdowns }) => sum + breakdowns.length, 0);
  const requests = new Set(measured.flatMap(({ forced }) => forced.map(({ requestId }) => requestId)));
  const origins = new Set(
    instances
      .filter((one) => one.firstRequestId !== undefined && requests.has(one.firstRequestId))
      .map(({ origin }) => origin),
  );
  const made = [...origins].filter(isPresent);
  return [
    ...(warm === 0 ? [] : [`${warm} of ${asked.length} invocations that should have been cold were warm.`]),
    ...(told === whole ? [] : [`Of ${whole - told} cold starts nobody told where their time went.`]),
    ...(made.length === 0 ? [] : [`How the instances came to be: ${made.join(', ')}.`]),
    'The parts are measured on each start; their medians need not add up to the median of the whole.',
  ];
}
