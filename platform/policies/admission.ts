/** May an invocation enter at all? */

export interface AdmissionObservation {
  /** Invocations that run now, of all functions. */
  readonly accountInFlight: number;
  /** Of them, those of functions that have nothing reserved. */
  readonly unreservedInFlight: number;
  /** Of them, those of the function that is invoked. */
  readonly functionInFlight: number;
  /** What the function has reserved; undefined when it shares what is left with all others that have not. */
  readonly functionReserved: number | undefined;
  /** What all functions have reserved together. */
  readonly accountReserved: number;
}

export interface AdmissionLimits {
  /** Most invocations of all functions at once. */
  readonly accountConcurrency: number;
  /** Part of it that no function can reserve. */
  readonly leastUnreserved: number;
}

/** Reasons as AWS Lambda names them in `TooManyRequestsException`. */
export type ThrottleReason =
  | 'ConcurrentInvocationLimitExceeded'
  | 'FunctionInvocationRateLimitExceeded'
  | 'ReservedFunctionConcurrentInvocationLimitExceeded';

export type AdmissionDecision =
  { readonly kind: 'admit' } | { readonly kind: 'throttle'; readonly reason: ThrottleReason };

const admit: AdmissionDecision = { kind: 'admit' };

/**
 * No queue: a synchronous invocation over the limit is refused, as on AWS Lambda. What a function reserves is its
 * own, whether it uses it or not, and is also all that it gets
 * (docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html, November 2026).
 */
export function decideAdmission(seen: AdmissionObservation, limits: AdmissionLimits): AdmissionDecision {
  const { functionReserved } = seen;
  if (functionReserved !== undefined && seen.functionInFlight >= functionReserved) {
    return { kind: 'throttle', reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' };
  }
  const unreserved = limits.accountConcurrency - seen.accountReserved;
  const isCrowded = functionReserved === undefined && seen.unreservedInFlight >= unreserved;
  // Others may still run on what has just been reserved: the account's limit holds all the same.
  return isCrowded || seen.accountInFlight >= limits.accountConcurrency
    ? { kind: 'throttle', reason: 'ConcurrentInvocationLimitExceeded' }
    : admit;
}
