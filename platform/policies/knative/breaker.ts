/**
 * Bounds what runs and what waits, before each instance and in the activator (knative/serving pkg/queue/breaker.go). Who
 * waits is the caller's to keep, first come first served; this counts.
 */
import { checkLimit } from '../check-limit.ts';

export interface BreakerLimits {
  /** Invocations that may wait beyond those that can run; 1 or more. */
  readonly queueDepth: number;
  /** Most that can ever run at once. */
  readonly maxConcurrency: number;
  /** That can run to begin with; at most `maxConcurrency`. */
  readonly initialCapacity: number;
}

/** Immutable: each decision gives the next state. */
export interface Breaker {
  readonly running: number;
  readonly waiting: number;
  /** That can run now. */
  readonly capacity: number;
  /** Most that run and wait together. */
  readonly slots: number;
}

export interface BreakerStep {
  readonly breaker: Breaker;
  readonly decision:
    | { readonly kind: 'run'; readonly reason: 'freeCapacity' }
    | { readonly kind: 'wait'; readonly reason: 'noCapacity' }
    | { readonly kind: 'refuse'; readonly reason: 'queueFull' | 'noCapacity' };
}

/** After a change: how many of those that wait may begin to run, the longest waiting first. They count as running. */
export interface BreakerRelease {
  readonly breaker: Breaker;
  readonly admitted: number;
}

/** @throws PlatformError `INVALID_OPTION` for limits without a sensible meaning. */
export function createBreaker({ queueDepth, maxConcurrency, initialCapacity }: BreakerLimits): Breaker {
  checkLimit('queueDepth', queueDepth, 'more than 0', queueDepth > 0);
  checkLimit('maxConcurrency', maxConcurrency, '0 or more', maxConcurrency >= 0);
  const isPossible = initialCapacity >= 0 && initialCapacity <= maxConcurrency;
  checkLimit('initialCapacity', initialCapacity, `0 to maxConcurrency ${maxConcurrency}`, isPossible);
  return { running: 0, waiting: 0, capacity: initialCapacity, slots: queueDepth + maxConcurrency };
}

/**
 * The one before each instance. Undefined for an instance without a limit, which has none.
 *
 * @param containerConcurrency - most invocations in the instance; 0 for no limit.
 */
export function createInstanceBreaker(containerConcurrency: number): Breaker | undefined {
  if (containerConcurrency === 0) return undefined;
  return createBreaker({
    queueDepth: 10 * containerConcurrency,
    maxConcurrency: containerConcurrency,
    initialCapacity: containerConcurrency,
  });
}

/** An arrival: runs, waits, or is refused with 503. */
export function enterBreaker(breaker: Breaker): BreakerStep {
  const { running, waiting, capacity, slots } = breaker;
  if (running + waiting >= slots) return { breaker, decision: { kind: 'refuse', reason: 'queueFull' } };
  return running < capacity
    ? { breaker: { ...breaker, running: running + 1 }, decision: { kind: 'run', reason: 'freeCapacity' } }
    : { breaker: { ...breaker, waiting: waiting + 1 }, decision: { kind: 'wait', reason: 'noCapacity' } };
}

/** An arrival that will not wait: how an activator asks one instance after the other. */
export function reserveInBreaker(breaker: Breaker): BreakerStep {
  const step = enterBreaker(breaker);
  return step.decision.kind === 'wait'
    ? { breaker, decision: { kind: 'refuse', reason: 'noCapacity' } }
    : step;
}

/**
 * One that ran has ended.
 *
 * @throws PlatformError `INVALID_OPTION` when none runs.
 */
export function leaveBreaker(breaker: Breaker): BreakerRelease {
  checkLimit('running', breaker.running, '1 or more', breaker.running >= 1);
  return admitWaiting({ ...breaker, running: breaker.running - 1 });
}

/**
 * One that waited has given up, at its deadline (503) or because its caller has gone.
 *
 * @throws PlatformError `INVALID_OPTION` when none waits.
 */
export function abandonBreaker(breaker: Breaker): Breaker {
  checkLimit('waiting', breaker.waiting, '1 or more', breaker.waiting >= 1);
  return { ...breaker, waiting: breaker.waiting - 1 };
}

/** More or fewer can run from now on. Those above a smaller capacity run to their end. */
export function resizeBreaker(breaker: Breaker, capacity: number): BreakerRelease {
  return admitWaiting({ ...breaker, capacity });
}

function admitWaiting(breaker: Breaker): BreakerRelease {
  const room = Math.max(0, breaker.capacity - breaker.running);
  const admitted = Math.min(breaker.waiting, room);
  if (admitted === 0) return { breaker, admitted };
  const { running, waiting } = breaker;
  return { breaker: { ...breaker, running: running + admitted, waiting: waiting - admitted }, admitted };
}
