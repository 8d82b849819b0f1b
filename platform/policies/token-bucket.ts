/** Limits how fast a function may start instances: a bucket that refills continuously and never overflows. */

export interface TokenBucketLimits {
  /** Most starts that can be saved up. */
  readonly capacity: number;
  readonly refillPerSecond: number;
}

/** Immutable: each decision gives the next state. */
export interface TokenBucket {
  readonly tokens: number;
  /** Instant of the last change, in milliseconds of the caller's clock. */
  readonly asOfMs: number;
}

export interface TokenDecision {
  readonly isGranted: boolean;
  readonly bucket: TokenBucket;
  /** Time until a token is there; 0 when granted. */
  readonly waitMs: number;
}

export function createTokenBucket(limits: TokenBucketLimits, nowMs: number): TokenBucket {
  return { tokens: limits.capacity, asOfMs: nowMs };
}

/** Takes one token if there is one. */
export function takeToken(bucket: TokenBucket, limits: TokenBucketLimits, nowMs: number): TokenDecision {
  // A clock that steps back must not take tokens away.
  const elapsedMs = Math.max(0, nowMs - bucket.asOfMs);
  const tokens = Math.min(limits.capacity, bucket.tokens + (elapsedMs * limits.refillPerSecond) / 1000);
  const asOfMs = bucket.asOfMs + elapsedMs;
  if (tokens >= 1) return { isGranted: true, bucket: { tokens: tokens - 1, asOfMs }, waitMs: 0 };
  const waitMs = ((1 - tokens) / limits.refillPerSecond) * 1000;
  return { isGranted: false, bucket: { tokens, asOfMs }, waitMs };
}
