/** Cloudflare Workers: isolates that many invocations share, one a server, found by a hash ring. */
import type { FunctionFacts, PolicyProfile } from '../profile.ts';
import type { FleetPolicies, FleetSeen, NodesSeen, NoRoom } from '../profile-parts.ts';
import { routeDefaults } from '../workers/decide-route.ts';
import { createHashRing, findOwnersInOrder } from '../workers/hash-ring.ts';
import type { ProfileOptions } from './options.ts';
import { keepOn } from './parts/keep.ts';
import { noMemory } from './parts/refusal.ts';
import { admitAll, unlimitedAccount } from './parts/unlimited-account.ts';
import { toLine } from './parts/waiting.ts';

/** A start may take a second: developers.cloudflare.com/workers/platform/limits */
const startLimitMs = 1000;

export function createWorkersProfile(options: ProfileOptions = {}): PolicyProfile {
  return {
    name: 'workers',
    admission: unlimitedAccount,
    initLimitMs: startLimitMs,
    meter: 'workers',
    placement: { choice: 'firstFit', evicts: true },
    forFunction: (_nowMs, facts) => () => createPolicies(options, facts),
  };
}

function createPolicies(options: ProfileOptions, { name }: FunctionFacts): FleetPolicies {
  const { instanceConcurrency = routeDefaults.maxOwnerInFlight, maxInstances = Infinity } = options;
  return {
    // From here on the owner sheds load, to an isolate of another server.
    instanceConcurrency,
    maxInstances,
    // The owner's.
    routing: 'oldest',
    nodeOrder: (seen) => toServers(seen, name),
    admission: admitAll,
    scaler: { onNoRoom: (seen) => toIsolate(seen, instanceConcurrency) },
    keepAlive: keepOn,
    waiting: toLine(Infinity, startLimitMs),
    noMemory,
  };
}

/** The owner. When that has one already, and sheds load, the server at which the invocation arrived: any. */
function toServers(seen: NodesSeen, name: string): readonly number[] {
  const { nodes } = seen;
  const inOrder = findOwnersInOrder(toRing(nodes), name);
  const [owner = 0] = inOrder;
  return seen.isUsed(owner) ? [Math.floor(seen.random() * nodes), ...inOrder.slice(1), owner] : inOrder;
}

const rings = new Map<number, ReturnType<typeof createHashRing>>();

function toRing(nodes: number): ReturnType<typeof createHashRing> {
  const ring =
    rings.get(nodes) ?? createHashRing(Array.from({ length: nodes }, (_, index) => `server-${index}`));
  rings.set(nodes, ring);
  return ring;
}

/** All wait for the isolate that starts, as long as it can take them. */
function toIsolate({ starting, waiting }: FleetSeen, instanceConcurrency: number): NoRoom {
  const isEnough = starting * instanceConcurrency > waiting;
  return { kind: 'wait', starts: isEnough ? 0 : 1, reason: isEnough ? 'starting' : 'noIsolate' };
}
