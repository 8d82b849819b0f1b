/** Whether OpenWhisk's controller lets an activation of a namespace in (RateThrottler.scala, ActivationThrottler.scala). */

export interface NamespaceLimits {
  readonly activationsPerMinute: number;
  readonly concurrentActivations: number;
}

/** application.conf of the controller. */
export const defaultNamespaceLimits: NamespaceLimits = {
  activationsPerMinute: 120,
  concurrentActivations: 100,
};

/** What a namespace has asked for in the current minute of the clock. */
export interface NamespaceRate {
  readonly minute: number;
  readonly activations: number;
}

export type NamespaceDecision = { readonly rate: NamespaceRate } & (
  | { readonly kind: 'admit'; readonly reason: 'withinLimits' }
  | {
      readonly kind: 'refuse';
      readonly status: 429;
      readonly reason: 'tooManyRequests' | 'tooManyConcurrentRequests';
    }
);

/**
 * First the rate, then the concurrency. Minutes begin on the clock's full minutes, and what is refused counts too.
 *
 * @param rate - of the decision before; undefined at the first.
 * @param concurrent - activations of the namespace that run or wait now, without this one.
 */
export function decideNamespace(
  rate: NamespaceRate | undefined,
  concurrent: number,
  nowMs: number,
  limits: NamespaceLimits = defaultNamespaceLimits,
): NamespaceDecision {
  const minute = Math.floor(nowMs / 60_000);
  const before = rate?.minute === minute ? rate.activations : 0;
  const next = { minute, activations: before + 1 };
  if (next.activations > limits.activationsPerMinute) {
    return { kind: 'refuse', status: 429, reason: 'tooManyRequests', rate: next };
  }
  return concurrent < limits.concurrentActivations
    ? { kind: 'admit', reason: 'withinLimits', rate: next }
    : { kind: 'refuse', status: 429, reason: 'tooManyConcurrentRequests', rate: next };
}
