/** Cloudflare Workers: isolates that many invocations share, found by a hash ring and evicted by memory pressure. */
export { decideEviction, evictionDefaults } from './decide-eviction.ts';
export type { EvictionDecision, EvictionLimits, IsolateObservation } from './decide-eviction.ts';
export { decideRoute, routeDefaults } from './decide-route.ts';
export type { RouteDecision, RouteLimits, RouteObservation } from './decide-route.ts';
export { createHashRing, findOwner, findOwnerWithinBound } from './hash-ring.ts';
export type { BoundedChoice, HashRing } from './hash-ring.ts';
