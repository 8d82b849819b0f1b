/** The activator's bound on one revision (knative/serving pkg/activator/net/throttler.go). */
import { type Breaker, type BreakerRelease, resizeBreaker } from './breaker.ts';

/** Invocations of a revision that one activator holds while they find no room. */
export const activatorQueueDepth = 10_000;

/** One that knows of no instance yet, and holds everything. Use `enterBreaker` and the others on it. */
export function createActivatorBreaker(queueDepth: number = activatorQueueDepth): Breaker {
  return { running: 0, waiting: 0, capacity: 0, slots: queueDepth };
}

/**
 * As the instances that it is assigned come and go.
 *
 * @param containerConcurrency - most invocations in one instance; 0 for no limit, and then nothing waits once there is
 *   an instance.
 */
export function resizeActivatorBreaker(
  breaker: Breaker,
  containerConcurrency: number,
  instances: number,
  queueDepth: number = activatorQueueDepth,
): BreakerRelease {
  const limited = containerConcurrency * instances;
  const capacity = containerConcurrency === 0 && instances > 0 ? Infinity : limited;
  return resizeBreaker({ ...breaker, slots: queueDepth + capacity }, capacity);
}
