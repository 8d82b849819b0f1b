/**
 * When an asynchronous invocation is tried again: pure.
 * Source: docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html (November 2026).
 */

export interface RetryLimits {
  /** Waits before the second, third, ... attempt after a function error. */
  readonly errorWaitsMs: readonly number[];
  /** First wait after a throttle or a failure of the platform; doubles each time. */
  readonly leastBackoffMs: number;
  readonly mostBackoffMs: number;
  /** After this an event is given up. */
  readonly maxAgeMs: number;
}

export const lambdaRetryLimits: RetryLimits = {
  errorWaitsMs: [60_000, 120_000],
  leastBackoffMs: 1000,
  mostBackoffMs: 300_000,
  maxAgeMs: 6 * 3600 * 1000,
};

/** What a function's own configuration leaves of the limits. */
export function narrowRetryLimits(
  limits: RetryLimits,
  own: { readonly maxRetries?: number | undefined; readonly maxAgeSeconds?: number | undefined },
): RetryLimits {
  return {
    ...limits,
    errorWaitsMs: limits.errorWaitsMs.slice(0, own.maxRetries),
    maxAgeMs: own.maxAgeSeconds === undefined ? limits.maxAgeMs : own.maxAgeSeconds * 1000,
  };
}

/** What has happened to an event so far. */
export interface EventHistory {
  readonly queuedAtMs: number;
  /** Attempts that ended in a function error. */
  readonly functionErrors: number;
  /** Attempts that never reached the function. */
  readonly refusals: number;
}

export type RetryDecision =
  | { readonly kind: 'retry'; readonly atMs: number; readonly reason: 'functionError' | 'refused' }
  | { readonly kind: 'giveUp'; readonly reason: 'retriesExhausted' | 'tooOld' };

/** @param history - including the attempt that has just failed. */
export function decideRetry(
  history: EventHistory,
  failed: 'functionError' | 'refused',
  limits: RetryLimits,
  nowMs: number,
): RetryDecision {
  const waitMs =
    failed === 'functionError'
      ? limits.errorWaitsMs[history.functionErrors - 1]
      : Math.min(limits.mostBackoffMs, limits.leastBackoffMs * 2 ** (history.refusals - 1));
  if (waitMs === undefined) return { kind: 'giveUp', reason: 'retriesExhausted' };
  const atMs = nowMs + waitMs;
  return atMs - history.queuedAtMs > limits.maxAgeMs
    ? { kind: 'giveUp', reason: 'tooOld' }
    : { kind: 'retry', atMs, reason: failed };
}
