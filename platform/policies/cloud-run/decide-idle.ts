/** When an idle instance of Cloud Run is removed. */
import type { CloudRunLimits } from './limits.ts';

export interface IdleObservation {
  readonly idleSinceMs: number;
  /** Instances, with this one. */
  readonly instances: number;
  /** Of the last recommendation. */
  readonly recommendedInstances: number;
}

export type IdleDecision =
  | {
      readonly kind: 'keep';
      readonly reason: 'recommended' | 'minInstances' | 'mayBeReused';
      /** Ask again then; undefined when only another recommendation changes it. */
      readonly untilMs?: number;
    }
  | { readonly kind: 'remove'; readonly reason: 'idle' };

export function decideIdle(seen: IdleObservation, limits: CloudRunLimits, nowMs: number): IdleDecision {
  if (seen.instances <= limits.minInstances) return { kind: 'keep', reason: 'minInstances' };
  if (seen.instances <= seen.recommendedInstances) return { kind: 'keep', reason: 'recommended' };
  const untilMs = seen.idleSinceMs + limits.idleLifetimeMs;
  return nowMs < untilMs
    ? { kind: 'keep', reason: 'mayBeReused', untilMs }
    : { kind: 'remove', reason: 'idle' };
}
