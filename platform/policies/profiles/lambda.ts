/** AWS Lambda, on demand, as documented and measured up to November 2026. */
import type { PolicyProfile } from '../profile.ts';
import type { FleetPolicies, FleetSeen, NoRoom, Refusal } from '../profile-parts.ts';
import { createTokenBucket, takeToken, type TokenBucketLimits } from '../token-bucket.ts';
import type { MeterName } from '../../metering/meter.ts';

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

const meter: MeterName = 'lambda';
const noneIdle: NoRoom = { kind: 'start', reason: 'noneIdle' };
const noMemory: Refusal = { kind: 'refuse', reason: 'noMemory', status: 503 };

export function createLambdaProfile({
  idleLifetimeMs = 600_000,
  accountConcurrency = 1000,
  starts = lambdaStarts,
}: LambdaOptions = {}): PolicyProfile {
  return {
    name: 'lambda',
    // What must stay unreserved: docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
    admission: { accountConcurrency, leastUnreserved: 100 },
    // docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
    initLimitMs: 10_000,
    meter,
    // docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
    streaming: { burstBytes: 6 * 2 ** 20, bytesPerSecond: 2 * 2 ** 20 },
    forFunction(nowMs) {
      let bucket = createTokenBucket(starts, nowMs);
      const onNoRoom = (seen: FleetSeen): NoRoom => {
        const taken = takeToken(bucket, starts, seen.nowMs);
        bucket = taken.bucket;
        return taken.isGranted ? noneIdle : toTooFast(taken.waitMs);
      };
      return () => createPolicies(idleLifetimeMs, onNoRoom);
    },
  };
}

/** One invocation an instance, the newest idle one first; none idle starts one, bound to the invocation; nobody waits. */
function createPolicies(idleLifetimeMs: number, onNoRoom: (seen: FleetSeen) => NoRoom): FleetPolicies {
  return {
    instanceConcurrency: 1,
    maxInstances: Infinity,
    routing: 'newest',
    // The account's limits come before the function's.
    admission: { decide: () => undefined },
    scaler: { onNoRoom },
    keepAlive: {
      onIdle: ({ nowMs }) => ({
        removeAtMs: nowMs + idleLifetimeMs,
        pauseAtMs: Infinity,
        prewarmAtMs: Infinity,
      }),
    },
    waiting: { capacity: 0, longestMs: 0, full: toTooFast(0), expired: toTooFast(0) },
    noMemory,
  };
}

function toTooFast(retryAfterMs: number): Refusal {
  return { kind: 'refuse', reason: 'FunctionInvocationRateLimitExceeded', status: 429, retryAfterMs };
}
