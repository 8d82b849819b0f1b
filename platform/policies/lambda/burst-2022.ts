/**
 * How fast AWS Lambda started instances before November 2023: all functions of an account together up to a burst at
 * once, and 500 more each minute (docs.aws.amazon.com/lambda/latest/dg/burst-concurrency.html, archived;
 * docs.aws.amazon.com/lambda/latest/operatorguide/scaling-concurrency.html).
 */
import { takeToken, type TokenBucket, type TokenDecision } from '../token-bucket.ts';

export interface BurstLimits {
  /** Instances that can be started at once. */
  readonly initialBurst: number;
  /** Further ones each minute, up to the initial burst if they are not used. */
  readonly perMinute: number;
  /** All of them as the minute is over, or evenly. The sources say "each minute"; default `stepwise`. */
  readonly refill?: 'stepwise' | 'continuous';
}

const bursts: Readonly<Record<string, number>> = {
  'us-west-2': 3000,
  'us-east-1': 3000,
  'eu-west-1': 3000,
  'ap-northeast-1': 1000,
  'eu-central-1': 1000,
  'us-east-2': 1000,
};
const burstElsewhere = 500;
const perMinute = 500;

/** @param region - such as `eu-west-1`. The burst is never more than the account's concurrency. */
export function toBurstLimits(region: string, accountConcurrency: number): BurstLimits {
  return { initialBurst: Math.min(bursts[region] ?? burstElsewhere, accountConcurrency), perMinute };
}

const minuteMs = 60_000;

/** Takes the right to start one instance, from a bucket that begins with the initial burst. */
export function takeBurst(bucket: TokenBucket, limits: BurstLimits, nowMs: number): TokenDecision {
  const refillPerSecond = limits.perMinute / 60;
  const bucketLimits = { capacity: limits.initialBurst, refillPerSecond };
  if (limits.refill === 'continuous') return takeToken(bucket, bucketLimits, nowMs);
  return takeStepwise(bucket, limits, nowMs);
}

/** Minutes are counted from the first start out of a full bucket. */
function takeStepwise(bucket: TokenBucket, limits: BurstLimits, nowMs: number): TokenDecision {
  const minutes = Math.max(0, Math.floor((nowMs - bucket.asOfMs) / minuteMs));
  const tokens = Math.min(limits.initialBurst, bucket.tokens + minutes * limits.perMinute);
  const isFull = tokens === limits.initialBurst;
  const asOfMs = isFull ? Math.max(nowMs, bucket.asOfMs) : bucket.asOfMs + minutes * minuteMs;
  if (tokens >= 1) return { isGranted: true, bucket: { tokens: tokens - 1, asOfMs }, waitMs: 0 };
  return { isGranted: false, bucket: { tokens, asOfMs }, waitMs: asOfMs + minuteMs - nowMs };
}
