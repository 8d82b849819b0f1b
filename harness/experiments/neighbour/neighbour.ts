/**
 * Neighbour: do tenants disturb each other? The same function under the same arrivals, alone and beside each neighbour in
 * turn. What is compared is of the same round, so that a machine that is slower now is slower for both.
 */
import type { MeasuredPhase } from '../../analyze/measured.ts';
import type { Finding, FindingFigure } from '../../contract/finding.ts';
import type { Invocation } from '../../contract/invocation.ts';
import type { Estimate } from '../../contract/summary.ts';
import { formatDigits } from '../../report/format.ts';
import type { NeighbourExperiment } from '../../scenario/experiment-configs.ts';
import { toCallers } from '../caller.ts';
import type { Experiment, Observed } from '../experiment.ts';
import { answered, inconclusive, toFigure, toKey } from '../finding-parts.ts';
import { type PlannedPhase, toPlannedPhase } from '../planned-phase.ts';
import {
  countMissingRounds,
  estimateRounds,
  measureRounds,
  medianServiceMs,
  quantileServiceMs,
} from '../rounds.ts';

export const neighbour: Experiment<NeighbourExperiment> = {
  kind: 'neighbour',
  plan: planNeighbour,
  analyze: analyzeNeighbour,
};

/** Half the interval of the logarithm of a slowdown: about 10 % of it. */
const precision = 0.1;
const alone = 'alone';

function planNeighbour(config: NeighbourExperiment): PlannedPhase[] {
  const { name, function: fn, neighbours, ratePerSecond, forMs, samples, warmUpMs, concurrency } = config;
  const arrive = (durationMs: number): PlannedPhase['load'] => ({
    model: 'open',
    arrivals: { kind: 'poisson', ratePerSecond, durationMs },
  });
  const own = (group: string): PlannedPhase =>
    toPlannedPhase({
      id: `${name}/${group}/${fn}`,
      group: `${name}/${group}`,
      experiment: name,
      function: fn,
      load: arrive(forMs),
      repetitions: samples,
      turns: name,
    });
  const beside = (other: string): PlannedPhase =>
    toPlannedPhase({
      ...own(`beside-${other}`),
      id: `${name}/beside-${other}/${other}`,
      function: other,
      load: toCallers(concurrency, forMs),
    });
  const warmUp = [fn, ...neighbours].map((one) =>
    toPlannedPhase({
      id: `${name}/${one}/warm-up`,
      experiment: name,
      role: 'warmUp',
      function: one,
      load: one === fn ? arrive(warmUpMs) : toCallers(concurrency, warmUpMs),
    }),
  );
  return [
    ...(warmUpMs === 0 ? [] : warmUp),
    own(alone),
    ...neighbours.flatMap((other) => [own(`beside-${other}`), beside(other)]),
  ];
}

interface Slowdown {
  readonly neighbour: string;
  readonly p50: Estimate | null;
  readonly p95: Estimate | null;
  readonly rounds: number;
  readonly missing: number;
}

function analyzeNeighbour(config: NeighbourExperiment, { phases }: Observed): Finding {
  const { name, kind, function: fn, neighbours } = config;
  const find = (group: string): MeasuredPhase | undefined =>
    phases.find(({ phase }) => phase.id === `${name}/${group}/${fn}`);
  const base = find(alone);
  const slowdowns = neighbours.map((other) => compare(other, base, find(`beside-${other}`)));
  const missing = Math.max(...slowdowns.map((one) => one.missing));
  return {
    experiment: name,
    kind,
    question: 'Do tenants disturb each other?',
    conclusion:
      missing > 0
        ? inconclusive('How much neighbours slow it down is not known well enough.', missing)
        : answered(`${fn} takes, ${slowdowns.map(describe).join('; ')}.`),
    figures: slowdowns.flatMap(toFigures),
    tables: [
      {
        title: 'Service time',
        columns: [
          { label: fn, unit: null },
          { label: 'p50', unit: 'ms' },
          { label: 'p95', unit: 'ms' },
        ],
        rows: [alone, ...neighbours.map((other) => `beside-${other}`)].flatMap((group) => {
          const found = find(group);
          return found === undefined
            ? []
            : [
                [
                  group.replace('-', ' '),
                  estimateRounds(measureRounds(found, medianServiceMs).values()),
                  estimateRounds(measureRounds(found, p95ServiceMs).values()),
                ],
              ];
        }),
      },
    ],
    charts: [],
    notes: ['A slowdown is the time beside the neighbour over the time alone in the same round.'],
  };
}

function p95ServiceMs(invocations: readonly Invocation[]): number | undefined {
  return quantileServiceMs(invocations, 0.95);
}

function compare(other: string, base?: MeasuredPhase, beside?: MeasuredPhase): Slowdown {
  const of = (measure: typeof medianServiceMs): number[] => {
    if (base === undefined || beside === undefined) return [];
    const [without, with_] = [measureRounds(base, measure), measureRounds(beside, measure)];
    return [...without].flatMap(([round, ms]) => {
      const disturbed = with_.get(round);
      return disturbed === undefined ? [] : [Math.log(disturbed / ms)];
    });
  };
  const logs = of(medianServiceMs);
  const estimate = estimateRounds(logs);
  return {
    neighbour: other,
    p50: toRatio(estimate),
    p95: toRatio(estimateRounds(of(p95ServiceMs))),
    rounds: logs.length,
    missing: countMissingRounds(estimate, logs.length, precision),
  };
}

/** Ratios are averaged by their logarithms: half as long and twice as long cancel out. */
function toRatio(logs: Estimate | null): Estimate | null {
  if (logs === null) return null;
  const bound = (value: number | null): number | null => (value === null ? null : Math.exp(value));
  return { value: Math.exp(logs.value), low: bound(logs.low), high: bound(logs.high) };
}

function toFigures({ neighbour: other, p50, p95, rounds }: Slowdown): FindingFigure[] {
  return [
    toFigure(toKey(other, 'SlowdownP50'), `slowdown beside ${other}, p50`, 'ratio', p50, rounds),
    toFigure(toKey(other, 'SlowdownP95'), `slowdown beside ${other}, p95`, 'ratio', p95, rounds),
  ];
}

function describe({ neighbour: other, p50 }: Slowdown): string {
  const isSame = p50 !== null && (p50.low ?? 0) <= 1 && 1 <= (p50.high ?? Infinity);
  if (isSame || p50 === null) return `beside ${other}, as long as alone within what was measured`;
  return `beside ${other}, ${formatDigits(p50.value)} times as long as alone in the median`;
}
