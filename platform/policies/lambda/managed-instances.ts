/**
 * AWS Lambda Managed Instances: several invocations in one instance, started ahead of the load and never for an
 * invocation (docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-scaling.html, November 2026).
 */
import { currentMax, type MaxWindow, recordMaxAt } from '../max-window.ts';
import type { ManagedLimits } from './managed-limits.ts';

/** Immutable; begin with `createManagedState()`. */
export interface ManagedState {
  /** The load's negative, so that the largest is the lowest load. */
  readonly lowestLoad: MaxWindow;
  readonly desired: MaxWindow;
}

export const createManagedState = (): ManagedState => ({ lowestLoad: [], desired: [] });

export interface ManagedObservation {
  readonly readyInstances: number;
  /** Invocations that run now, in all of them. */
  readonly inFlight: number;
  /** Mean over the instances, 0 to 1. */
  readonly cpuUtilization: number;
}

export interface ManagedScaleDecision {
  readonly desiredInstances: number;
  readonly reason: 'cpu' | 'concurrency' | 'minInstances' | 'maxInstances' | 'scaleDownDelay';
}

/** The windows are kept by the second. */
const granularityMs = 1000;

/** Asynchronous: to be asked at an interval, not for an invocation. */
export function decideManagedScale(
  seen: ManagedObservation,
  limits: ManagedLimits,
  state: ManagedState,
  nowMs: number,
): { readonly decision: ManagedScaleDecision; readonly state: ManagedState } {
  const prompt = bound(toDemand(seen, limits), limits);
  const span = { windowMs: limits.scaleDownDelayMs, granularityMs };
  const desired = recordMaxAt(state.desired, span, nowMs, prompt.desiredInstances);
  const desiredInstances = currentMax(desired);
  const isDelayed = desiredInstances > prompt.desiredInstances;
  return {
    decision: isDelayed ? { desiredInstances, reason: 'scaleDownDelay' } : prompt,
    state: { ...state, desired },
  };
}

function toDemand(seen: ManagedObservation, limits: ManagedLimits): ManagedScaleDecision {
  const byCpu = Math.ceil((seen.readyInstances * seen.cpuUtilization) / limits.cpuTarget);
  const slots = limits.instanceConcurrency * limits.concurrencyTarget;
  const byConcurrency = Math.ceil(seen.inFlight / slots);
  return byCpu > byConcurrency
    ? { desiredInstances: byCpu, reason: 'cpu' }
    : { desiredInstances: byConcurrency, reason: 'concurrency' };
}

function bound(demand: ManagedScaleDecision, limits: ManagedLimits): ManagedScaleDecision {
  const { minInstances, maxInstances } = limits;
  if (demand.desiredInstances > maxInstances) {
    return { desiredInstances: maxInstances, reason: 'maxInstances' };
  }
  return demand.desiredInstances < minInstances
    ? { desiredInstances: minInstances, reason: 'minInstances' }
    : demand;
}

export type ManagedInvocationDecision =
  | { readonly kind: 'admit'; readonly reason: 'freeCapacity' }
  | {
      readonly kind: 'throttle';
      /** No slot is free; the processors are busy; or the load has more than doubled within five minutes. */
      readonly reason: 'concurrencySaturated' | 'cpuSaturated' | 'loadDoubled';
    };

/** For each invocation, with what runs before it. */
export function decideManagedInvocation(
  seen: ManagedObservation,
  limits: ManagedLimits,
  state: ManagedState,
  nowMs: number,
): { readonly decision: ManagedInvocationDecision; readonly state: ManagedState } {
  const span = { windowMs: limits.doublingMs, granularityMs };
  const lowestLoad = recordMaxAt(state.lowestLoad, span, nowMs, -seen.inFlight);
  const decision = admit(seen, limits, -currentMax(lowestLoad));
  return { decision, state: { ...state, lowestLoad } };
}

function admit(
  { readyInstances, inFlight, cpuUtilization }: ManagedObservation,
  { instanceConcurrency, minInstances }: ManagedLimits,
  lowestLoad: number,
): ManagedInvocationDecision {
  if (inFlight >= readyInstances * instanceConcurrency) {
    return { kind: 'throttle', reason: 'concurrencySaturated' };
  }
  if (cpuUtilization >= 1) return { kind: 'throttle', reason: 'cpuSaturated' };
  // What the instances of the beginning can hold is there whatever the load was.
  const most = Math.max(2 * lowestLoad, minInstances * instanceConcurrency);
  return inFlight + 1 > most
    ? { kind: 'throttle', reason: 'loadDoubled' }
    : { kind: 'admit', reason: 'freeCapacity' };
}
