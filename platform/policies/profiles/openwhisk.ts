/** Apache OpenWhisk with the sharding load balancer and the container pool of its invokers. */
import { defaultContainerLimits } from '../openwhisk/container-events.ts';
import { toInvokerWalk } from '../openwhisk/sharding-balancer.ts';
import type { FunctionFacts, PolicyProfile } from '../profile.ts';
import type { FleetPolicies, FleetSeen, NoRoom } from '../profile-parts.ts';
import type { ProfileOptions } from './options.ts';
import { keepFor } from './parts/keep.ts';
import { createStemCells, type StemCells } from './parts/stem-cells.ts';
import { admitAll, unlimitedAccount } from './parts/unlimited-account.ts';
import { toLine } from './parts/waiting.ts';

const namespace = '_';
/** The time limit of an action by default, and a minute: when the controller gives an activation up. */
const ackTimeoutMs = 180_000;

export const openWhiskPlatform: Pick<PolicyProfile, 'initLimitMs' | 'meter' | 'placement'> = {
  // The limit of an action, 60 s by default.
  initLimitMs: 60_000,
  meter: 'wallClock',
  // Where there is no room, least recently used containers make some.
  placement: { choice: 'firstFit', evicts: true },
};

export function createOpenWhiskProfile(options: ProfileOptions = {}): PolicyProfile {
  const { accountConcurrency = unlimitedAccount.accountConcurrency } = options;
  const stemCells = createStemCells();
  return {
    name: 'openwhisk',
    ...openWhiskPlatform,
    admission: { accountConcurrency, leastUnreserved: 0 },
    forFunction: (_nowMs, facts) => () => createPolicies(options, facts, stemCells),
  };
}

function createPolicies(options: ProfileOptions, facts: FunctionFacts, stemCells: StemCells): FleetPolicies {
  const { instanceConcurrency = 1, maxInstances = Infinity } = options;
  return {
    ...createContainerPolicies(options, facts),
    instanceConcurrency,
    maxInstances,
    // Of equal containers the first in the pool.
    routing: 'oldest',
    scaler: { onNoRoom: (seen) => chooseContainer(seen, instanceConcurrency, facts, stemCells) },
    noMemory: 'wait',
  };
}

/** In the pool's order, once no warm container has room: one that warms, a stem cell, a new one. */
function chooseContainer(
  { nowMs, starting, waiting, inFlight, ready, idle }: FleetSeen,
  instanceConcurrency: number,
  { memoryMiB }: FunctionFacts,
  stemCells: StemCells,
): NoRoom {
  // Whoever waits for memory comes first.
  if (waiting > 0 && starting === 0) return { kind: 'wait', starts: 0, reason: 'othersWait' };
  const busy = ready - idle;
  const inWarming = Math.max(0, inFlight - busy * instanceConcurrency) + waiting;
  if (starting * instanceConcurrency > inWarming) return { kind: 'wait', starts: 0, reason: 'warming' };
  return { kind: 'start', reason: stemCells.take(memoryMiB, nowMs) ? 'prewarmed' : 'cold' };
}

/** The life of a container, and where it lives: also under the scheduler. */
export function createContainerPolicies(
  { idleLifetimeMs = defaultContainerLimits.idleTimeoutMs }: ProfileOptions,
  { name }: FunctionFacts,
): Pick<FleetPolicies, 'admission' | 'keepAlive' | 'waiting' | 'nodeOrder'> {
  const { pauseGraceMs } = defaultContainerLimits;
  let walk: readonly number[] = [];
  return {
    admission: admitAll,
    // Removed so long after it was paused.
    keepAlive: keepFor(pauseGraceMs + idleLifetimeMs, pauseGraceMs),
    waiting: toLine(Infinity, ackTimeoutMs),
    nodeOrder: ({ nodes }) => (walk.length === nodes ? walk : (walk = toWalk(name, nodes))),
  };
}

function toWalk(name: string, nodes: number): readonly number[] {
  const { home, step } = toInvokerWalk(namespace, `${namespace}/${name}`, nodes);
  return Array.from({ length: nodes }, (_, probe) => (home + probe * step) % nodes);
}
