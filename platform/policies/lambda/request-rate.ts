/** How often a function, or all of an account, may be invoked: ten times its concurrency each second. */
import type { TokenBucketLimits } from '../token-bucket.ts';

/** docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html, November 2026. */
const requestsPerConcurrency = 10;

/**
 * The quota as a bucket that holds one second of it; how far above the rate a burst may go is not documented.
 *
 * @param concurrency - the account's, or what the function has reserved.
 */
export function toRequestRateLimits(concurrency: number): TokenBucketLimits {
  const perSecond = requestsPerConcurrency * concurrency;
  return { capacity: perSecond, refillPerSecond: perSecond };
}
