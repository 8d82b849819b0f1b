/** How long an invocation waits for room in an instance of Cloud Run before it is refused with 429. */
import type { CloudRunLimits, PendingRule } from './limits.ts';

export interface PendingObservation {
  readonly pendingSinceMs: number;
  readonly isInstanceStarting: boolean;
  /** Mean time that the service's instances take to start; 0 before any has. */
  readonly meanStartMs: number;
}

export type PendingDecision =
  | { readonly kind: 'wait'; readonly untilMs: number; readonly reason: 'noRoom' }
  | { readonly kind: 'refuse'; readonly status: 429; readonly reason: 'pendingTooLong' };

const leastPendingMs = 10_000;
const startTimes = 3.5;

export function decidePending(
  seen: PendingObservation,
  { pendingRule }: Pick<CloudRunLimits, 'pendingRule'>,
  nowMs: number,
): PendingDecision {
  const untilMs = seen.pendingSinceMs + toLongestPendingMs(seen, pendingRule);
  return nowMs < untilMs
    ? { kind: 'wait', untilMs, reason: 'noRoom' }
    : { kind: 'refuse', status: 429, reason: 'pendingTooLong' };
}

function toLongestPendingMs(seen: PendingObservation, rule: PendingRule): number {
  switch (rule) {
    case 'older':
      return Math.max(leastPendingMs, seen.isInstanceStarting ? seen.meanStartMs : 0);
    case 'newer':
      return Math.max(leastPendingMs, startTimes * seen.meanStartMs);
  }
}
