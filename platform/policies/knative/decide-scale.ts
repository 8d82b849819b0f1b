/**
 * How many instances a revision should have: the decision that Knative's pod autoscaler takes at every tick
 * (knative/serving pkg/autoscaler/scaling/autoscaler.go at 98e5ef9). An instance here is a pod there.
 */
import type { DeciderSpec } from './decider-spec.ts';
import { currentMax, type MaxWindow, recordMaxAt } from '../max-window.ts';
import { decidePanic, type ScalerState } from './scaler-state.ts';
import { tickIntervalMs } from './tick.ts';

/** Averages of the chosen metric, concurrency or requests a second, over the two windows. */
export interface MetricValue {
  readonly stable: number;
  readonly panic: number;
}

export interface ScaleObservation {
  /** Ready instances. `notFound`, when the revision has no endpoints yet, counts as 0; `unknown` decides nothing. */
  readonly readyInstances: number | 'notFound' | 'unknown';
  readonly value: MetricValue | 'noData';
}

export type ScaleReason =
  /** What the stable window asks for. */
  | 'stable'
  /** The stable window asks for more or less than one tick may change. */
  | 'scaleUpRate'
  | 'scaleDownRate'
  /** Some load, and therefore at least the activation scale. */
  | 'activationScale'
  /** Panicking, and more than ever since it began. */
  | 'panic'
  /** Panicking, and therefore not fewer than before. */
  | 'panicHolds'
  /** More were wanted within the scale-down delay. */
  | 'scaleDownDelay';

export type ScaleDecision =
  | {
      readonly kind: 'scale';
      readonly desiredInstances: number;
      /** Room beyond the load and the target burst; below 0 the activator stays in the path. */
      readonly excessBurstCapacity: number;
      readonly isPanicking: boolean;
      readonly reason: ScaleReason;
    }
  | { readonly kind: 'none'; readonly reason: 'noData' | 'unknownInstances' };

export interface ScaleStep {
  readonly decision: ScaleDecision;
  /** For the next call; the same object when nothing was decided. */
  readonly state: ScalerState;
}

/** @param nowMs - of one clock for all calls, and of the epoch where the 2 s buckets of the delay must match Knative's. */
export function decideScale(
  seen: ScaleObservation,
  spec: DeciderSpec,
  state: ScalerState,
  nowMs: number,
): ScaleStep {
  const { value } = seen;
  const ready = seen.readyInstances === 'notFound' ? 0 : seen.readyInstances;
  if (ready === 'unknown') return { decision: { kind: 'none', reason: 'unknownInstances' }, state };
  if (value === 'noData') return { decision: { kind: 'none', reason: 'noData' }, state };

  const stable = desireInstances(value.stable, ready, spec);
  const panic = desireInstances(value.panic, ready, spec);
  const isOver = panic.unbounded / Math.max(1, ready) >= spec.panicThreshold;
  const panicked = decidePanic(state, Math.max(stable.instances, panic.instances), isOver, spec, nowMs);
  const isPanicking = panicked.panicSinceMs !== undefined;
  const prompt = isPanicking ? panicked.maxPanicInstances : stable.instances;
  const delay = recordDelay(panicked.delay, prompt, spec, nowMs);
  const desiredInstances = delay === undefined ? prompt : currentMax(delay);
  const undelayed = isPanicking ? panicReason(state, panicked) : stable.reason;
  return {
    decision: {
      kind: 'scale',
      desiredInstances,
      excessBurstCapacity: toExcessBurstCapacity(ready, value.panic, spec),
      isPanicking,
      reason: desiredInstances > prompt ? 'scaleDownDelay' : undelayed,
    },
    state: delay === undefined ? panicked : { ...panicked, delay },
  };
}

interface Desire {
  readonly instances: number;
  /** Before the rates: the panic threshold looks at this one. */
  readonly unbounded: number;
  readonly reason: ScaleReason;
}

function desireInstances(value: number, ready: number, spec: DeciderSpec): Desire {
  const current = Math.max(1, ready);
  // Rounded outwards: a rate close to 1 must still be able to move by one instance.
  const most = Math.ceil(spec.maxScaleUpRate * current);
  const least = spec.isReachable ? Math.floor(current / spec.maxScaleDownRate) : 0;
  const unbounded = Math.ceil(value / spec.targetValue);
  const bounded = Math.min(Math.max(unbounded, least), most);
  if (spec.activationScale > 1 && unbounded > 0 && spec.activationScale > bounded) {
    return { instances: spec.activationScale, unbounded, reason: 'activationScale' };
  }
  return { instances: bounded, unbounded, reason: rateReason(unbounded, bounded) };
}

function rateReason(unbounded: number, bounded: number): ScaleReason {
  if (unbounded > bounded) return 'scaleUpRate';
  return unbounded < bounded ? 'scaleDownRate' : 'stable';
}

const panicReason = (before: ScalerState, after: ScalerState): ScaleReason =>
  after.maxPanicInstances > before.maxPanicInstances ? 'panic' : 'panicHolds';

/** Without a delay nothing is recorded: a window of one bucket would still pick the larger of two calls within it. */
function recordDelay(
  delay: MaxWindow | undefined,
  instances: number,
  spec: DeciderSpec,
  nowMs: number,
): MaxWindow | undefined {
  if (spec.scaleDownDelayMs <= 0 || !spec.isReachable) return undefined;
  const span = { windowMs: spec.scaleDownDelayMs, granularityMs: tickIntervalMs };
  return recordMaxAt(delay ?? [], span, nowMs, instances);
}

/** Counts the instances that are ready, and what each can hold at most rather than its target. */
function toExcessBurstCapacity(ready: number, panicValue: number, spec: DeciderSpec): number {
  const burst = spec.targetBurstCapacity;
  if (burst === 0) return 0;
  return burst < 0 ? -1 : Math.floor(ready * spec.totalValue - burst - panicValue);
}
