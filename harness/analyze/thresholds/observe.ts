/**
 * From the result of a run to the values that a threshold is about. Where the summary has the number, it is that one: a
 * threshold and the table below it never disagree.
 */
import type { Invocation } from '../../contract/invocation.ts';
import type { ScaleOutSummary, StartSummary } from '../../contract/summary.ts';
import { isInScope } from '../../contract/threshold-scope.ts';
import type { ThresholdMetric, ThresholdSpec } from '../../contract/threshold.ts';
import { toDistribution } from '../distribution.ts';
import type { MeasuredPhase } from '../measured.ts';
import { isPresent, toResponseTimes, toServiceTimes } from '../times.ts';
import type { MeasuredSummary } from './measured-summary.ts';
import { type Observation, type Value, toShare, toStatistic, toValue } from './observation.ts';

type Timed = Extract<ThresholdMetric, { statistic: string }>;

export interface ThresholdInput {
  readonly summary: MeasuredSummary;
  readonly measured: readonly MeasuredPhase[];
}

/** @returns one for each function or phase that the threshold applies to and that was begun. */
export function observe(spec: ThresholdSpec, { summary, measured }: ThresholdInput): Observation[] {
  const { metric } = spec;
  const phases = measured.filter(({ phase }) => isInScope(spec, phase));
  const each = (toValueOf: (phase: MeasuredPhase) => Value): Observation[] =>
    phases.map((one) => ({ function: one.phase.function, phase: one.phase.id, ...toValueOf(one) }));
  const load = ({ phase }: MeasuredPhase) => summary.loads.find((one) => one.phase === phase.id);

  switch (metric.of) {
    case 'responseTime':
      return each((one) =>
        toStatistic(load(one)?.responseTimeMs ?? toResponseTimes(one.invocations), metric.statistic),
      );
    case 'serviceTime':
      return each((one) =>
        toStatistic(load(one)?.serviceTimeMs ?? toServiceTimes(one.invocations), metric.statistic),
      );
    case 'coldStart':
    case 'initDuration':
      if (spec.phase === null) return observeStarts(spec, metric, summary.starts);
      return each(({ invocations }) => toStatistic(toColdTimes(metric, invocations), metric.statistic));
    case 'sendDelay':
      return each(({ phase }) => {
        const own = summary.generator.phases.find((one) => one.phase === phase.id);
        return toStatistic(own?.sendDelayMs ?? null, metric.statistic);
      });
    case 'outcome':
      return each(({ invocations }) => {
        const count = invocations.filter((one) => one.outcome === metric.outcome).length;
        return metric.as === 'count' ? toValue(count) : toShare(count, invocations.length);
      });
    case 'coldStartRate':
      return each(({ invocations }) => toColdStartRate(invocations));
    case 'achievedRate':
      return each((one) => toValue(load(one)?.achievedRatePerSecond ?? null));
    case 'utilisation':
      return each((one) =>
        toValue(load(one)?.utilisation ?? null, 'the provider keeps no record of its instances'),
      );
    case 'timeToAll':
      return each(({ phase }) => toTimeToAll(summary.scaleOuts.find((one) => one.phase === phase.id)));
    case 'costPerMillionUsd':
      return observeCost(spec, summary.cost);
  }
}

/** By function, as they stand side by side in the report: forced ones where there are any, else those of the load. */
function observeStarts(spec: ThresholdSpec, metric: Timed, starts: readonly StartSummary[]): Observation[] {
  return starts
    .filter((one) => one.start === 'cold' && isWanted(spec, one.function))
    .map((one) => ({
      function: one.function,
      phase: null,
      ...toStatistic(metric.of === 'coldStart' ? one.responseTimeMs : one.initDurationMs, metric.statistic),
    }));
}

function observeCost(spec: ThresholdSpec, cost: MeasuredSummary['cost']): Observation[] {
  return (cost?.functions ?? [])
    .filter((one) => isWanted(spec, one.function))
    .map((one) => ({
      function: one.function,
      phase: null,
      ...toValue(one.costPerMillionUsd?.value ?? null, 'no invocation of its load was successful'),
    }));
}

function isWanted(spec: ThresholdSpec, name: string): boolean {
  return spec.function === null || spec.function === name;
}

function toColdTimes({ of }: Timed, invocations: readonly Invocation[]) {
  const cold = invocations.filter((one) => one.start === 'cold');
  if (of === 'coldStart') return toResponseTimes(cold);
  return toDistribution(cold.map((one) => one.initDurationMs).filter(isPresent));
}

/** Of the starts that somebody told: an unknown one counts as neither. */
function toColdStartRate(invocations: readonly Invocation[]): Value {
  const known = invocations.filter((one) => one.start !== 'unknown');
  const cold = known.filter((one) => one.start === 'cold');
  return toShare(cold.length, known.length, 'nobody told which starts were cold');
}

/** That not all of them ever ran is no gap in the measurement: it is what the threshold guards against. */
function toTimeToAll(scaleOut: ScaleOutSummary | undefined): Value {
  if (scaleOut === undefined) return toValue(null);
  const { timeToAllMs, instances, invocations } = scaleOut;
  if (timeToAllMs !== null) return { value: timeToAllMs };
  if (instances === 0) return toValue(null, 'nobody told which instances ran');
  return {
    value: null,
    verdict: 'failed',
    reason: `only ${instances} instances ever ran for ${invocations} invocations at once`,
  };
}
