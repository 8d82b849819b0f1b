/** May an invocation enter, and does it get a provisioned instance or one on demand? */
import {
  type AdmissionLimits,
  type AdmissionObservation,
  decideAdmission,
  type ThrottleReason,
} from '../admission.ts';
import { takeToken, type TokenBucket, type TokenDecision } from '../token-bucket.ts';
import { toRequestRateLimits } from './request-rate.ts';

/** Rights to invoke. Immutable: each decision gives the next. */
export interface RequestBuckets {
  /** Of `toRequestRateLimits(accountConcurrency)`. */
  readonly account: TokenBucket;
  /** Of `toRequestRateLimits(functionReserved)`; undefined for a function that has reserved nothing. */
  readonly reserved: TokenBucket | undefined;
}

/** In the counts of `AdmissionObservation`, provisioned instances count only while an invocation runs on them. */
export interface InvocationObservation extends AdmissionObservation {
  /** Provisioned instances of the invoked version that are ready and idle. */
  readonly versionIdleProvisioned: number;
  /** Provisioned instances without an invocation, of all versions of the function. */
  readonly functionIdleProvisioned: number;
  /** The same of all functions that have nothing reserved. */
  readonly unreservedIdleProvisioned: number;
  /** The same of all functions. */
  readonly accountIdleProvisioned: number;
  readonly requests: RequestBuckets;
}

/** Reasons as AWS Lambda names them in `TooManyRequestsException`. */
export type InvocationThrottleReason =
  | ThrottleReason
  | 'ReservedFunctionInvocationRateLimitExceeded'
  /** Which reason the account's rate has is not documented; this is taken for it. */
  | 'CallerRateLimitExceeded';

export type InvocationDecision =
  | {
      readonly kind: 'admit';
      readonly onto: 'provisioned' | 'onDemand';
      /** `spillOver`: the version has provisioned instances, and all of them are busy. */
      readonly reason: 'idleProvisioned' | 'spillOver' | 'onDemand';
      readonly requests: RequestBuckets;
    }
  | {
      readonly kind: 'throttle';
      readonly reason: InvocationThrottleReason;
      /** Time until the rate allows one; 0 where it is not the rate that refuses. */
      readonly waitMs: number;
      readonly requests: RequestBuckets;
    };

/**
 * What is provisioned is held for its version whether it is used or not, out of what its function has reserved or else
 * out of the account's rest; beyond it an invocation runs on demand, by the rules for those. A refused invocation takes
 * none of the rate.
 *
 * @param hasProvisioned - has the invoked version provisioned instances, ready or not?
 */
export function decideInvocation(
  seen: InvocationObservation,
  limits: AdmissionLimits,
  hasProvisioned: boolean,
  nowMs: number,
): InvocationDecision {
  const rate = takeRate(seen, limits, nowMs);
  if (rate.kind === 'throttle') return rate;
  const { requests } = rate;
  if (seen.versionIdleProvisioned > 0) {
    return { kind: 'admit', onto: 'provisioned', reason: 'idleProvisioned', requests };
  }
  const admission = decideAdmission(withHeld(seen), limits);
  if (admission.kind === 'throttle') return { ...admission, waitMs: 0, requests: seen.requests };
  return { kind: 'admit', onto: 'onDemand', reason: hasProvisioned ? 'spillOver' : 'onDemand', requests };
}

/** Counts what is provisioned as if it ran. */
const withHeld = (seen: InvocationObservation): AdmissionObservation => ({
  accountInFlight: seen.accountInFlight + seen.accountIdleProvisioned,
  unreservedInFlight: seen.unreservedInFlight + seen.unreservedIdleProvisioned,
  functionInFlight: seen.functionInFlight + seen.functionIdleProvisioned,
  functionReserved: seen.functionReserved,
  accountReserved: seen.accountReserved,
});

type RateDecision =
  | { readonly kind: 'granted'; readonly requests: RequestBuckets }
  | Extract<InvocationDecision, { kind: 'throttle' }>;

function takeRate(seen: InvocationObservation, limits: AdmissionLimits, nowMs: number): RateDecision {
  const { requests, functionReserved } = seen;
  const refuse = (reason: InvocationThrottleReason, { waitMs }: TokenDecision): RateDecision => ({
    kind: 'throttle',
    reason,
    waitMs,
    requests,
  });
  const account = takeToken(requests.account, toRequestRateLimits(limits.accountConcurrency), nowMs);
  if (requests.reserved === undefined || functionReserved === undefined) {
    if (!account.isGranted) return refuse('CallerRateLimitExceeded', account);
    return { kind: 'granted', requests: { account: account.bucket, reserved: undefined } };
  }
  // One that is switched off by a reservation of 0 is refused for that, not for its rate.
  const reserved = takeToken(requests.reserved, toRequestRateLimits(Math.max(1, functionReserved)), nowMs);
  if (!reserved.isGranted) return refuse('ReservedFunctionInvocationRateLimitExceeded', reserved);
  if (!account.isGranted) return refuse('CallerRateLimitExceeded', account);
  return { kind: 'granted', requests: { account: account.bucket, reserved: reserved.bucket } };
}
