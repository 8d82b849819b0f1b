/** AWS Lambda, on demand, as documented and measured up to November 2026. */
import type { PolicyProfile } from '../profile.ts';
import type { FleetSeen, NoRoom, Refusal } from '../profile-parts.ts';
import { createTokenBucket, takeToken, type TokenBucketLimits } from '../token-bucket.ts';
import { createOnDemandPolicies, noneIdle } from './on-demand.ts';
import { toThrottle } from './parts/refusal.ts';

export interface LambdaOptions {
  /**
   * Idle life of an instance. Default: 600,000. Not documented; measured as a fixed 10 minutes: "Serverless in the
   * Wild" (2020), mikhail.io (August 2019).
   */
  readonly idleLifetimeMs?: number;
  /** Most invocations of all functions at once. Default: 1,000, the quota of a region. */
  readonly accountConcurrency?: number;
  /** Rate at which one function may start instances. Default: {@link lambdaStarts}. */
  readonly starts?: TokenBucketLimits;
}

/**
 * 1,000 new environments every 10 s for each function, refilled continuously, never more than 1,000:
 * docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html
 */
export const lambdaStarts: TokenBucketLimits = { capacity: 1000, refillPerSecond: 100 };

export function createLambdaProfile(options: LambdaOptions = {}): PolicyProfile {
  const { idleLifetimeMs = 600_000, accountConcurrency = 1000, starts = lambdaStarts } = options;
  return {
    name: 'lambda',
    ...lambdaAccount(accountConcurrency),
    meter: 'lambda',
    // docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
    streaming: { burstBytes: 6 * 2 ** 20, bytesPerSecond: 2 * 2 ** 20 },
    forFunction(nowMs) {
      let bucket = createTokenBucket(starts, nowMs);
      const onNoRoom = (seen: FleetSeen): NoRoom => {
        const taken = takeToken(bucket, starts, seen.nowMs);
        bucket = taken.bucket;
        return taken.isGranted ? noneIdle : toTooFast(taken.waitMs);
      };
      return () => createOnDemandPolicies({ onNoRoom }, idleLifetimeMs);
    },
  };
}

/** What holds for every kind of Lambda. */
export function lambdaAccount(
  accountConcurrency: number,
): Pick<PolicyProfile, 'admission' | 'initLimitMs' | 'placement'> {
  return {
    // What must stay unreserved: docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
    admission: { accountConcurrency, leastUnreserved: 100 },
    // docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
    initLimitMs: 10_000,
    // Ours: how instances are placed is not visible.
    placement: { choice: 'leastUsed', evicts: false },
  };
}

export function toTooFast(retryAfterMs: number): Refusal {
  return toThrottle('FunctionInvocationRateLimitExceeded', retryAfterMs);
}
