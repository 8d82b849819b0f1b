/** What an admitted invocation gets: an idle instance, a new one, or a refusal. */
import type { ThrottleReason } from './admission.ts';
import {
  decidePlacement,
  type PlacementLimits,
  type PlacementObservation,
} from './placement/machine-memory.ts';
import { chooseNewestIdle, type IdleInstance } from './routing/newest-idle.ts';
import { type TokenBucket, type TokenBucketLimits, takeToken } from './token-bucket.ts';

export interface ArrivalObservation {
  /** Idle instances of the function's current revision. */
  readonly idle: readonly IdleInstance[];
  /** Right to start instances of this function. */
  readonly starts: TokenBucket;
  /** Looked at only when an instance has to be started. */
  readonly machine: () => PlacementObservation;
}

export interface ArrivalLimits {
  readonly starts: TokenBucketLimits;
  readonly placement: PlacementLimits;
}

export type ArrivalDecision =
  | { readonly kind: 'reuse'; readonly index: number; readonly reason: 'newestIdle' }
  | { readonly kind: 'start'; readonly starts: TokenBucket; readonly reason: 'noneIdle' }
  | { readonly kind: 'throttle'; readonly reason: ThrottleReason; readonly waitMs: number }
  | { readonly kind: 'refuse'; readonly reason: 'noMemory' };

/** AWS Lambda: no idle instance on arrival starts one, which is bound to this invocation; nobody queues. */
export function decideArrival(
  seen: ArrivalObservation,
  limits: ArrivalLimits,
  nowMs: number,
): ArrivalDecision {
  const index = chooseNewestIdle(seen.idle);
  if (index !== undefined) return { kind: 'reuse', index, reason: 'newestIdle' };
  const taken = takeToken(seen.starts, limits.starts, nowMs);
  if (!taken.isGranted) {
    return { kind: 'throttle', reason: 'FunctionInvocationRateLimitExceeded', waitMs: taken.waitMs };
  }
  const placement = decidePlacement(seen.machine(), limits.placement);
  if (placement.kind === 'refuse') return placement;
  return { kind: 'start', starts: taken.bucket, reason: 'noneIdle' };
}
