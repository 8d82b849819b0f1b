/** What platforms have in common that start an instance for each invocation that finds none idle. */
import type { FleetPolicies, NoRoom, Scaler } from '../profile-parts.ts';
import { keepFor } from './parts/keep.ts';
import { noMemory } from './parts/refusal.ts';
import { admitAll } from './parts/unlimited-account.ts';
import { noLine } from './parts/waiting.ts';

export const noneIdle: NoRoom = { kind: 'start', reason: 'noneIdle' };

/** One invocation an instance, the newest idle one first; none idle starts one, bound to the invocation; nobody waits. */
export function createOnDemandPolicies(scaler: Scaler, idleLifetimeMs: number): FleetPolicies {
  return {
    instanceConcurrency: 1,
    maxInstances: Infinity,
    routing: 'newest',
    // The account's limits come before the function's.
    admission: admitAll,
    scaler,
    keepAlive: keepFor(idleLifetimeMs),
    waiting: noLine,
    noMemory,
  };
}
