/** When the scaling decision is taken: every two seconds, and at once for the first load of a revision at zero. */

/** knative/serving pkg/autoscaler/scaling/multiscaler.go. */
export const tickIntervalMs = 2000;

export interface TickObservation {
  /** When the next regular tick is due; the first one is `tickIntervalMs` after the autoscaler began. */
  readonly nextTickMs: number;
  /** What the last decision asked for; -1 before any. */
  readonly desiredInstances: number;
  /** Average concurrency of a report that has just arrived; undefined when none has. */
  readonly arrivedConcurrency?: number | undefined;
}

export interface TickDecision {
  readonly kind: 'tick' | 'wait';
  readonly reason: 'interval' | 'fromZero' | 'notDue';
  /** For the next call. An immediate tick does not move the regular ones, and one that was missed is not made up for. */
  readonly nextTickMs: number;
}

export function decideTick(seen: TickObservation, nowMs: number): TickDecision {
  const { nextTickMs } = seen;
  const lateMs = nowMs - nextTickMs;
  if (lateMs >= 0) {
    const passed = 1 + Math.floor(lateMs / tickIntervalMs);
    return { kind: 'tick', reason: 'interval', nextTickMs: nextTickMs + passed * tickIntervalMs };
  }
  const isFirstLoad = seen.desiredInstances === 0 && (seen.arrivedConcurrency ?? 0) !== 0;
  return isFirstLoad
    ? { kind: 'tick', reason: 'fromZero', nextTickMs }
    : { kind: 'wait', reason: 'notDue', nextTickMs };
}
