/**
 * Which server runs an invocation: the one that has the script warm, the script's own on the ring, or, when that sheds
 * load, the one at which it arrived (blog.cloudflare.com/eliminating-cold-starts-2-shard-and-conquer, September 2025).
 */

export interface RouteObservation {
  /** Server at which the invocation arrived, and the one that the ring gives. */
  readonly arrivedAt: number;
  readonly owner: number;
  /** Has the script an isolate at the server of arrival? */
  readonly isWarmAtArrival: boolean;
  /** Invocations of the script that run at its owner. */
  readonly ownerInFlight: number;
}

export interface RouteLimits {
  /** From how many on the owner refuses more; how it really decides is not published. */
  readonly maxOwnerInFlight: number;
  /** Does an isolate at the server of arrival go before the ring? */
  readonly prefersArrival: boolean;
}

/** Both are ours. */
export const routeDefaults: RouteLimits = { maxOwnerInFlight: 100, prefersArrival: true };

export interface RouteDecision {
  readonly server: number;
  /** `loadShed`: the owner refused, and it runs where it arrived. */
  readonly reason: 'owner' | 'warmAtArrival' | 'sharded' | 'loadShed';
  /** Does it take a hop to another server, to run there or to be refused? Less than a millisecond each. */
  readonly hops: 0 | 1;
}

export function decideRoute(seen: RouteObservation, limits: RouteLimits): RouteDecision {
  const { arrivedAt, owner } = seen;
  if (owner === arrivedAt) return { server: owner, reason: 'owner', hops: 0 };
  if (limits.prefersArrival && seen.isWarmAtArrival) {
    return { server: arrivedAt, reason: 'warmAtArrival', hops: 0 };
  }
  return seen.ownerInFlight < limits.maxOwnerInFlight
    ? { server: owner, reason: 'sharded', hops: 1 }
    : { server: arrivedAt, reason: 'loadShed', hops: 1 };
}
