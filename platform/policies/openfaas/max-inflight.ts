/** How many calls one replica takes: `max_inflight` of OpenFaaS's of-watchdog. */

export type InflightDecision =
  | { readonly kind: 'run'; readonly reason: 'unlimited' | 'hasCapacity' }
  | { readonly kind: 'refuse'; readonly status: 429; readonly reason: 'maxInflight' };

/**
 * No queue: what is too much is refused. The readiness probe (`/_/ready`) answers by the same rule.
 *
 * @param inFlight - calls that the replica holds already.
 * @param maxInflight - 0, the default of of-watchdog, limits nothing.
 */
export function decideMaxInflight(inFlight: number, maxInflight = 0): InflightDecision {
  if (maxInflight <= 0) return { kind: 'run', reason: 'unlimited' };
  return inFlight < maxInflight
    ? { kind: 'run', reason: 'hasCapacity' }
    : { kind: 'refuse', status: 429, reason: 'maxInflight' };
}
