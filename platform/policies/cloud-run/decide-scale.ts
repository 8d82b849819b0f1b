/** How many instances Cloud Run recommends: the most that any driver asks for, within the bounds of the service. */
import type { CloudRunLimits } from './limits.ts';

export interface CloudRunObservation {
  /** Instances, ready or starting. */
  readonly instances: number;
  /** Processor time used a second by all instances, mean over one minute. */
  readonly meanCpuPerSecond: number;
  /** Invocations in all instances, mean over one minute. */
  readonly meanConcurrency: number;
  /** Invocations that run now. */
  readonly inFlight: number;
  /** Invocations that wait for room now. */
  readonly pending: number;
}

export type CloudRunScaleReason =
  | 'cpu'
  | 'concurrency'
  /** Invocations wait, and the averages do not show them yet. */
  | 'pending'
  /** None for a minute: the processor alone keeps no instance. */
  | 'noRequests'
  /** Only an invocation starts the first instance. */
  | 'atZero'
  | 'minInstances'
  | 'maxInstances';

export interface CloudRunScaleDecision {
  readonly recommendedInstances: number;
  readonly reason: CloudRunScaleReason;
}

export function decideScale(seen: CloudRunObservation, limits: CloudRunLimits): CloudRunScaleDecision {
  return bound(toDemand(seen, limits), limits);
}

function toDemand(seen: CloudRunObservation, limits: CloudRunLimits): CloudRunScaleDecision {
  const isAsked = seen.inFlight + seen.pending > 0;
  if (seen.instances === 0 && !isAsked) return { recommendedInstances: 0, reason: 'atZero' };
  if (!isAsked && seen.meanConcurrency === 0) return { recommendedInstances: 0, reason: 'noRequests' };
  return toDrivers(seen, limits).reduce((most, driver) =>
    driver.recommendedInstances > most.recommendedInstances ? driver : most,
  );
}

type Drivers = readonly [CloudRunScaleDecision, ...CloudRunScaleDecision[]];

function toDrivers(seen: CloudRunObservation, limits: CloudRunLimits): Drivers {
  const { cpus, cpuTarget, maxConcurrency, concurrencyTarget } = limits;
  const slots = maxConcurrency * concurrencyTarget;
  const now = seen.pending > 0 ? Math.ceil((seen.inFlight + seen.pending) / maxConcurrency) : 0;
  return [
    { recommendedInstances: Math.ceil(seen.meanConcurrency / slots), reason: 'concurrency' },
    { recommendedInstances: Math.ceil(seen.meanCpuPerSecond / cpus / cpuTarget), reason: 'cpu' },
    { recommendedInstances: now, reason: 'pending' },
    // The last one stays for what runs on it, however short it is on average.
    { recommendedInstances: 1, reason: 'concurrency' },
  ];
}

function bound(demand: CloudRunScaleDecision, limits: CloudRunLimits): CloudRunScaleDecision {
  if (demand.recommendedInstances > limits.maxInstances) {
    return { recommendedInstances: limits.maxInstances, reason: 'maxInstances' };
  }
  return demand.recommendedInstances < limits.minInstances
    ? { recommendedInstances: limits.minInstances, reason: 'minInstances' }
    : demand;
}

export type EvaluationDecision =
  | { readonly kind: 'evaluate'; readonly reason: 'interval' | 'pending' }
  | { readonly kind: 'wait'; readonly reason: 'notDue'; readonly untilMs: number };

/** Is a recommendation due? At an interval, and at once when an invocation finds no room. */
export function decideEvaluation(
  seen: { readonly lastEvaluationMs: number; readonly pending: number },
  { evaluationMs }: Pick<CloudRunLimits, 'evaluationMs'>,
  nowMs: number,
): EvaluationDecision {
  const untilMs = seen.lastEvaluationMs + evaluationMs;
  if (nowMs >= untilMs) return { kind: 'evaluate', reason: 'interval' };
  return seen.pending > 0
    ? { kind: 'evaluate', reason: 'pending' }
    : { kind: 'wait', reason: 'notDue', untilMs };
}
