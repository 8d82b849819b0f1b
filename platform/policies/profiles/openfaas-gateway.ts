/** What both editions of OpenFaaS share: the gateway before the replicas, and the watchdog in each. */
import { defaultFromZeroLimits } from '../openfaas/from-zero.ts';
import type { PolicyProfile } from '../profile.ts';
import type { FleetPolicies, FleetSeen, NoRoom, Scaler } from '../profile-parts.ts';
import { keepOn } from './parts/keep.ts';
import { noMemory, toThrottle } from './parts/refusal.ts';
import { admitAll, unlimitedAccount } from './parts/unlimited-account.ts';
import { toLine } from './parts/waiting.ts';

export const openFaasPlatform: Pick<PolicyProfile, 'admission' | 'initLimitMs' | 'meter' | 'placement'> = {
  admission: unlimitedAccount,
  // Kubernetes has no limit of its own; as long as the gateway waits for a replica.
  initLimitMs: 100_000,
  meter: 'wallClock',
  placement: { choice: 'leastUsed', evicts: false },
};

const { pollMs, maxPolls } = defaultFromZeroLimits;
const maxInflight = toThrottle('maxInflight');
const held: NoRoom = { kind: 'wait', starts: 0, reason: 'held' };
const firstReplica: NoRoom = { kind: 'wait', starts: 1, reason: 'fromZero' };

/** Without a replica the gateway holds the call; full ones refuse it. */
export function fromZero({ ready, starting }: FleetSeen): NoRoom {
  if (ready > 0) return maxInflight;
  return starting > 0 ? held : firstReplica;
}

export interface OpenFaasSettings {
  readonly scaler: Scaler;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Of the watchdog; undefined: no limit. */
  readonly maxInflight: number | undefined;
}

export function createOpenFaasPolicies(settings: OpenFaasSettings): FleetPolicies {
  return {
    instanceConcurrency: settings.maxInflight ?? Infinity,
    maxInstances: settings.maxReplicas,
    initialInstances: settings.minReplicas,
    // A Service of Kubernetes draws one.
    routing: 'random',
    admission: admitAll,
    scaler: settings.scaler,
    keepAlive: keepOn,
    waiting: toLine(Infinity, pollMs * maxPolls),
    noMemory,
  };
}
