/** Throughput: what can one deployment take? */
import { type UslEstimate, estimateUsl } from '../../analyze/estimate-usl.ts';
import { predictUsl } from '../../analyze/fit-usl.ts';
import type { Finding, FindingChart, FindingFigure, FindingTable } from '../../contract/finding.ts';
import type { EngineName } from '../../contract/load-model.ts';
import type { Estimate } from '../../contract/summary.ts';
import { formatDigits, formatRate } from '../../report/format.ts';
import type { ThroughputExperiment } from '../../scenario/experiment-configs.ts';
import type { Experiment, Observed } from '../experiment.ts';
import { answered, inconclusive, toFigure } from '../finding-parts.ts';
import { countMissingRounds, estimateRounds, measureRounds } from '../rounds.ts';
import { type Step, findKnee, toSteps } from './find-knee.ts';
import { ofPart } from './parts.ts';
import { planNextThroughput, planThroughput } from './plan-throughput.ts';
import { findBest, toScalingPoints, toThroughput } from './saturation.ts';

export const throughput: Experiment<ThroughputExperiment> = {
  kind: 'throughput',
  plan: planThroughput,
  next: planNextThroughput,
  analyze: analyzeThroughput,
};

/** Half the interval of the saturation rate, as a share of it. */
const precision = 0.1;

function analyzeThroughput(config: ThroughputExperiment, { phases, manifest }: Observed): Finding {
  const { name, kind, function: fn } = config;
  const points = toScalingPoints(phases);
  const usl = estimateUsl(points, manifest.seed);
  const best = findBest(phases);
  const [ours, theirs] = (['native', 'autocannon'] as const).map((engine) => toSaturation(phases, engine));
  const steps = toSteps(phases);
  const knee = findKnee(steps);
  const own = ours?.estimate ?? null;
  const missing = countMissingRounds(own, ours?.rounds ?? 0, precision * (own?.value ?? 0));
  return {
    experiment: name,
    kind,
    question: 'What can one deployment take?',
    conclusion:
      missing > 0 || own === null || best === undefined
        ? inconclusive(`What ${fn} gets through is not known well enough.`, missing)
        : answered(
            `${fn} gets ${formatRate(own.value)} through with ${best.concurrency} callers that never pause` +
              (knee === null ? '.' : `, and keeps up with arrivals of ${formatRate(knee.low ?? 0)}.`),
          ),
    figures: [
      toFigure('saturationPerSecond', 'got through, by our engine', '1/s', own, ours?.rounds ?? 0),
      toFigure(
        'saturationAutocannonPerSecond',
        'got through, by autocannon',
        '1/s',
        theirs?.estimate ?? null,
        theirs?.rounds ?? 0,
      ),
      toFigure('kneePerSecond', 'keeps up with arrivals of', '1/s', knee, steps.length),
      ...toUslFigures(usl, points.length),
    ],
    tables: [toStepTable(steps)],
    charts: [toScalingChart(points, usl)],
    notes: toNotes(config, usl, steps),
  };
}

function toSaturation(
  phases: Observed['phases'],
  engine: EngineName,
): { readonly estimate: Estimate | null; readonly rounds: number } {
  const found = ofPart(phases, 'engines').find(({ phase }) => phase.engine === engine);
  const rounds = found === undefined ? [] : [...measureRounds(found, toThroughput).values()];
  return { estimate: estimateRounds(rounds), rounds: rounds.length };
}

function toUslFigures(usl: UslEstimate | null, n: number): FindingFigure[] {
  return [
    toFigure('uslSinglePerSecond', 'one caller, by the scalability law', '1/s', usl?.single ?? null, n),
    toFigure('uslContention', 'contention α', 'share', usl?.contention ?? null, n),
    toFigure('uslCoherency', 'coherency β', 'ratio', usl?.coherency ?? null, n),
    toFigure('uslPeakConcurrency', 'callers at the peak', 'count', usl?.peakConcurrency ?? null, n),
    toFigure('uslPeakPerSecond', 'throughput at the peak', '1/s', usl?.peakThroughput ?? null, n),
  ];
}

function toStepTable(steps: readonly Step[]): FindingTable {
  return {
    title: 'Step load',
    columns: [
      { label: 'rate', unit: '1/s' },
      { label: 'answered in time', unit: 'share' },
      { label: 'response time p50', unit: 'ms' },
      { label: 'p99', unit: 'ms' },
      { label: 'kept up', unit: null },
    ],
    rows: steps.map(({ ratePerSecond, kept, responseTimeMs, isKeptUp }) => [
      ratePerSecond,
      kept,
      responseTimeMs.p50,
      responseTimeMs.p99,
      isKeptUp ? 'yes' : 'no',
    ]),
  };
}

function toScalingChart(
  points: readonly { readonly concurrency: number; readonly throughput: number }[],
  usl: UslEstimate | null,
): FindingChart {
  const levels = [...new Set(points.map((one) => one.concurrency))].toSorted((a, b) => a - b);
  return {
    title: 'Throughput by callers',
    x: { label: 'callers', unit: 'count', scale: 'linear' },
    y: { label: 'throughput', unit: '1/s', scale: 'linear' },
    series: [
      {
        label: 'measured',
        kind: 'points',
        points: points.map((one) => [one.concurrency, one.throughput] as const),
      },
      ...(usl === null
        ? []
        : [
            {
              label: 'scalability law',
              kind: 'line' as const,
              points: levels.map((level) => [level, predictUsl(usl.fit, level)] as const),
            },
          ]),
    ],
  };
}

function toNotes(
  { concurrency }: ThroughputExperiment,
  usl: UslEstimate | null,
  steps: readonly Step[],
): string[] {
  const most = concurrency.at(-1) ?? 0;
  return [
    usl === null
      ? 'The Universal Scalability Law takes three numbers of callers, and three rounds of each.'
      : usl.peakConcurrency === null
        ? `By the law the peak lies beyond twice the ${formatDigits(most)} callers that were tried: where, only they could tell.`
        : 'The Universal Scalability Law, by least squares on throughput; intervals by a bootstrap over rounds.',
    ...(steps.length > 0 && steps.every((one) => one.isKeptUp)
      ? ['It kept up with every rate that was tried: callers that never pause were too few to saturate it.']
      : []),
  ];
}
