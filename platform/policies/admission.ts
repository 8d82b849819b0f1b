/** May an invocation enter at all? */

export interface AdmissionObservation {
  /** Invocations that run now, of all functions. */
  readonly accountInFlight: number;
}

export interface AdmissionLimits {
  /** Most invocations of all functions at once. */
  readonly accountConcurrency: number;
}

/** Reasons as AWS Lambda names them in `TooManyRequestsException`. */
export type ThrottleReason = 'ConcurrentInvocationLimitExceeded' | 'FunctionInvocationRateLimitExceeded';

export type AdmissionDecision =
  { readonly kind: 'admit' } | { readonly kind: 'throttle'; readonly reason: ThrottleReason };

const admit: AdmissionDecision = { kind: 'admit' };

/** No queue: a synchronous invocation over the limit is refused, as on AWS Lambda. */
export function decideAdmission(seen: AdmissionObservation, limits: AdmissionLimits): AdmissionDecision {
  return seen.accountInFlight < limits.accountConcurrency
    ? admit
    : { kind: 'throttle', reason: 'ConcurrentInvocationLimitExceeded' };
}
