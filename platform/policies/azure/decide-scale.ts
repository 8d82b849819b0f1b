/** The scale controller of Azure Functions: one instance more at a time, and none after a quiet while. */
import { type AzurePlan, type AzureTrigger, maxInstances } from './plan.ts';

export interface AzureScaleLimits {
  readonly maxInstances: number;
  /** Instances of Flex or Premium that are always there. */
  readonly alwaysReady: number;
  /** Invocations that one instance is meant to have. */
  readonly targetPerInstance: number;
  /** Least time between two new instances. */
  readonly addIntervalMs: number;
  /** Time without an invocation after which an instance goes. */
  readonly idleLifetimeMs: number;
}

const httpIntervalMs = 1000;
const otherIntervalMs = 30_000;

/** @param targetPerInstance - invocations that one instance is meant to have. */
export function toScaleLimits(
  plan: AzurePlan,
  trigger: AzureTrigger,
  targetPerInstance: number,
): AzureScaleLimits {
  return {
    maxInstances: maxInstances[plan],
    alwaysReady: 0,
    targetPerInstance,
    // Most new instances: learn.microsoft.com/azure/azure-functions/event-driven-scaling
    addIntervalMs: trigger === 'http' ? httpIntervalMs : otherIntervalMs,
    // Documented as "minutes"; measured as 20 ("Serverless in the Wild", 2020).
    idleLifetimeMs: 1_200_000,
  };
}

export interface AzureScaleObservation {
  /** Instances of the scale unit, ready or starting. */
  readonly instances: number;
  /** Invocations, running and waiting, or events that are due. */
  readonly load: number;
  /** When the last instance was added; undefined before any was. */
  readonly lastAddedMs: number | undefined;
}

export type AzureScaleDecision =
  | { readonly kind: 'add'; readonly instances: 1; readonly reason: 'load' | 'alwaysReady' }
  | {
      readonly kind: 'keep';
      readonly reason: 'enough' | 'addInterval' | 'maxInstances';
      /** When one may be added. */
      readonly untilMs?: number;
    };

export function decideScale(
  seen: AzureScaleObservation,
  limits: AzureScaleLimits,
  nowMs: number,
): AzureScaleDecision {
  const wanted = Math.ceil(seen.load / limits.targetPerInstance);
  if (Math.max(wanted, limits.alwaysReady) <= seen.instances) return { kind: 'keep', reason: 'enough' };
  if (seen.instances >= limits.maxInstances) return { kind: 'keep', reason: 'maxInstances' };
  const untilMs = (seen.lastAddedMs ?? -Infinity) + limits.addIntervalMs;
  if (nowMs < untilMs) return { kind: 'keep', reason: 'addInterval', untilMs };
  return { kind: 'add', instances: 1, reason: wanted > seen.instances ? 'load' : 'alwaysReady' };
}

export type AzureIdleDecision =
  | { readonly kind: 'keep'; readonly reason: 'mayBeReused'; readonly untilMs: number }
  | { readonly kind: 'keep'; readonly reason: 'alwaysReady' }
  | { readonly kind: 'remove'; readonly reason: 'idle' };

/** @param seen - an instance without an invocation, since when, and how many there are with it. */
export function decideIdle(
  seen: { readonly idleSinceMs: number; readonly instances: number },
  limits: Pick<AzureScaleLimits, 'alwaysReady' | 'idleLifetimeMs'>,
  nowMs: number,
): AzureIdleDecision {
  if (seen.instances <= limits.alwaysReady) return { kind: 'keep', reason: 'alwaysReady' };
  const untilMs = seen.idleSinceMs + limits.idleLifetimeMs;
  return nowMs < untilMs
    ? { kind: 'keep', reason: 'mayBeReused', untilMs }
    : { kind: 'remove', reason: 'idle' };
}
