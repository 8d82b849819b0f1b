/** When the scaling decision is taken: every two seconds, and at once for the first load of a revision at zero. */

/** knative/serving pkg/autoscaler/scaling/multiscaler.go. */
export const tickIntervalMs = 2000;

export interface TickObservation {
  /** Last regular tick, or when the autoscaler began. */
  readonly lastTickMs: number;
  /** What the last decision asked for; -1 before any. */
  readonly desiredInstances: number;
  /** Average concurrency of a report that has just arrived; undefined when none has. */
  readonly arrivedConcurrency?: number | undefined;
}

export type TickDecision =
  | {
      readonly kind: 'tick';
      readonly reason: 'interval' | 'fromZero';
      /** The regular tick after this one; an immediate one moves nothing. */
      readonly nextTickMs: number;
    }
  | { readonly kind: 'wait'; readonly untilMs: number };

export function decideTick(seen: TickObservation, nowMs: number): TickDecision {
  const dueMs = seen.lastTickMs + tickIntervalMs;
  if (nowMs >= dueMs) return { kind: 'tick', reason: 'interval', nextTickMs: nowMs + tickIntervalMs };
  const isFirstLoad = seen.desiredInstances === 0 && (seen.arrivedConcurrency ?? 0) !== 0;
  return isFirstLoad
    ? { kind: 'tick', reason: 'fromZero', nextTickMs: dueMs }
    : { kind: 'wait', untilMs: dueMs };
}
