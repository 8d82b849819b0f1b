/** How fast it grew, over all repetitions, and whether it grew at all or let invocations queue. */
import { toMeanWithInterval } from '../../analyze/mean-with-interval.ts';
import { estimateShare } from '../../analyze/estimate-share.ts';
import { isPresent, toResponseTimes } from '../../analyze/times.ts';
import type { Conclusion, Finding } from '../../contract/finding.ts';
import { groupBy } from '../../contract/group-by.ts';
import type { Invocation } from '../../contract/invocation.ts';
import type { Estimate } from '../../contract/summary.ts';
import { formatDuration, formatPercent } from '../../report/format.ts';
import type { ScaleOutDemand, ScaleOutExperiment } from '../../scenario/scenario.ts';
import type { Observed } from '../experiment.ts';
import { answered, inconclusive, toFigure } from '../finding-parts.ts';
import { type Growth, type Waits, toGrowth } from './growth.ts';
import { toStableP99 } from './stable-p99.ts';

/** Fewer say nothing of how much it differs from time to time. */
const leastRepetitions = 3;
/** Of the invocations that ran: below it, it is a hiccup and not how the platform works. */
const leastQueuedShare = 0.05;

interface Grown {
  readonly repetitions: readonly Growth[];
  readonly invocations: readonly Invocation[];
  readonly timeToAllMs: Estimate | null;
  readonly waits: Waits;
}

export function analyzeScaleOut({ name, kind, demand }: ScaleOutExperiment, { phases }: Observed): Finding {
  const invocations = phases.flatMap((one) => one.invocations);
  const samples = [...groupBy(invocations, (one) => one.repetition).values()];
  const repetitions = samples.map(toGrowth);
  const grown: Grown = {
    repetitions,
    invocations,
    timeToAllMs: meanOf(repetitions.map((one) => toTimeTo(1, one, demand))),
    waits: addWaits(repetitions.map((one) => one.waits)),
  };
  const n = repetitions.length;
  const { waits } = grown;
  const ran = waits.cold + waits.coldWaiters + waits.queued + waits.none;
  const response = toResponseTimes(invocations);
  const stable =
    demand.kind === 'burst' ? [] : samples.map((sample) => toStableP99(sample, demand.durationMs));
  return {
    experiment: name,
    kind,
    question: 'How fast does it grow, and does it grow at all or let invocations queue?',
    conclusion: concludeFrom(grown, demand),
    figures: [
      toFigure('timeToAllMs', 'time to all instances', 'ms', grown.timeToAllMs, n),
      toFigure(
        'timeToHalfMs',
        'time to half of them',
        'ms',
        meanOf(repetitions.map((one) => toTimeTo(0.5, one, demand))),
        n,
      ),
      toFigure('instances', 'instances', 'count', meanOf(repetitions.map((one) => one.startsMs.length)), n),
      toFigure(
        'newInstancesPerSecond',
        'new instances',
        '1/s',
        toRate(repetitions),
        toGaps(repetitions).length,
      ),
      toFigure(
        'queuedShare',
        'invocations that queued for a busy instance',
        'share',
        estimateShare(waits.queued, ran),
        ran,
      ),
      toFigure('responseP50Ms', 'response time, p50', 'ms', response.p50, response.n),
      toFigure('responseP99Ms', 'response time, p99', 'ms', response.p99, response.n),
      ...(demand.kind === 'burst'
        ? []
        : [toFigure('stableP99AfterMs', 'until p99 is stable', 'ms', meanOf(stable), n)]),
    ],
    tables: [toWaitsTable(waits, ran)],
    charts: [
      {
        title: 'Instances over time',
        x: { label: 'since the first invocation', unit: 'ms', scale: 'linear' },
        y: { label: 'instances', unit: 'count', scale: 'linear' },
        series: repetitions.map(({ startsMs }, at) => ({
          label: `repetition ${at + 1}`,
          kind: 'step',
          points: startsMs.map((ms, before) => [ms, before + 1] as const),
        })),
      },
    ],
    notes: ['An instance counts from when its first invocation began to run, by its identity.'],
  };
}

/** A burst wants an instance for each invocation; of a load over time, all are as many as there came to be. */
function toTimeTo(share: number, { startsMs }: Growth, demand: ScaleOutDemand): number | null {
  const all = demand.kind === 'burst' ? demand.instances : startsMs.length;
  return startsMs[Math.ceil(all * share) - 1] ?? null;
}

/** Null where not every repetition has it. */
function meanOf(values: readonly (number | null)[]): Estimate | null {
  const known = values.filter((value) => value !== null);
  const mean = known.length < values.length ? null : toMeanWithInterval(known);
  return mean === null ? null : { value: mean.mean, low: mean.low, high: mean.high };
}

function toGaps(repetitions: readonly Growth[]): number[] {
  return repetitions.flatMap(({ startsMs }) =>
    startsMs.slice(1).map((ms, before) => ms - (startsMs[before] ?? 0)),
  );
}

/** From the mean distance between one new instance and the next. */
function toRate(repetitions: readonly Growth[]): Estimate | null {
  const mean = toMeanWithInterval(toGaps(repetitions));
  if (mean === null || mean.mean <= 0) return null;
  const invert = (ms: number | null): number | null => (ms === null || ms <= 0 ? null : 1000 / ms);
  return { value: 1000 / mean.mean, low: invert(mean.high), high: invert(mean.low) };
}

function addWaits(all: readonly Waits[]): Waits {
  const sum = (of: (waits: Waits) => number): number => all.reduce((total, waits) => total + of(waits), 0);
  const handlers = all.map(({ handlerMs }) => handlerMs ?? undefined).filter(isPresent);
  return {
    cold: sum((one) => one.cold),
    coldWaiters: sum((one) => one.coldWaiters),
    queued: sum((one) => one.queued),
    none: sum((one) => one.none),
    stacked: sum((one) => one.stacked),
    handlerMs: handlers.length === 0 ? null : Math.max(...handlers),
  };
}

function concludeFrom(
  { repetitions, timeToAllMs, waits, invocations }: Grown,
  demand: ScaleOutDemand,
): Conclusion {
  const most = Math.max(0, ...repetitions.map(({ startsMs }) => startsMs.length));
  if (most === 0) return inconclusive('Nobody told which instances ran.', null);
  const missing = leastRepetitions - repetitions.length;
  if (missing > 0)
    return inconclusive('Too few repetitions to say how much it differs between them.', missing);
  const grew =
    timeToAllMs === null
      ? `${invocations.length / repetitions.length} invocations at once never had more than ${most} instances`
      : `${demand.kind === 'burst' ? demand.instances : most} instances after ${formatDuration(timeToAllMs.value)}`;
  return answered(`${grew}: ${describeWaits(waits, invocations)}.`);
}

function describeWaits(waits: Waits, invocations: readonly Invocation[]): string {
  const throttled = invocations.filter((one) => one.outcome === 'throttled').length;
  const refused =
    throttled === 0
      ? ''
      : `, and refused ${formatPercent(throttled / invocations.length)} of the invocations`;
  const ran = waits.cold + waits.coldWaiters + waits.queued + waits.none;
  if (waits.queued < leastQueuedShare * ran) return `it scaled${refused}`;
  const isStacked = waits.stacked > waits.queued / 2;
  const how = isStacked ? ` in multiples of the service time of ${formatDuration(waits.handlerMs ?? 0)}` : '';
  return `it queued, ${formatPercent(waits.queued / ran)} of the invocations waited behind others${how}${refused}`;
}

function toWaitsTable(waits: Waits, ran: number): Finding['tables'][number] {
  const row = (what: string, count: number) => [what, count, ran === 0 ? null : count / ran];
  return {
    title: 'What invocations waited for',
    columns: [
      { label: 'waited for', unit: null },
      { label: 'invocations', unit: 'count' },
      { label: 'share', unit: 'share' },
    ],
    rows: [
      row('a new instance of their own (cold)', waits.cold),
      row('a new instance of another (cold waiter)', waits.coldWaiters),
      row('an instance to be done (queued)', waits.queued),
      row('nothing', waits.none),
    ],
  };
}
