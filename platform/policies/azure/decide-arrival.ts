/** What the host in an instance of Azure Functions does with an HTTP invocation. */

export interface HostLimits {
  /** Most that run at once. */
  readonly maxConcurrentRequests: number;
  /** Most that run and wait together. */
  readonly maxOutstandingRequests: number;
}

/** The http section of the host.json sample of learn.microsoft.com/azure/azure-functions/functions-host-json. */
export const hostDefaults: HostLimits = { maxConcurrentRequests: 100, maxOutstandingRequests: 200 };

export type HostDecision =
  | { readonly kind: 'run'; readonly reason: 'freeCapacity' }
  | { readonly kind: 'wait'; readonly reason: 'concurrentRequests' }
  | { readonly kind: 'refuse'; readonly status: 429; readonly reason: 'outstandingRequests' };

/** @param seen - invocations of the instance, before this one. */
export function decideArrival(
  seen: { readonly running: number; readonly waiting: number },
  limits: HostLimits,
): HostDecision {
  if (seen.running + seen.waiting >= limits.maxOutstandingRequests) {
    return { kind: 'refuse', status: 429, reason: 'outstandingRequests' };
  }
  return seen.running < limits.maxConcurrentRequests
    ? { kind: 'run', reason: 'freeCapacity' }
    : { kind: 'wait', reason: 'concurrentRequests' };
}
