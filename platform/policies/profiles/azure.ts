/** What the plans of Azure Functions share: the scale controller, and the host in each instance. */
import { hostDefaults } from '../azure/decide-arrival.ts';
import { type AzureScaleLimits, decideScale } from '../azure/decide-scale.ts';
import type { PolicyProfile } from '../profile.ts';
import type { FleetPolicies, FleetSeen, NoRoom, Scaler } from '../profile-parts.ts';
import { keepFor } from './parts/keep.ts';
import { noMemory, toThrottle } from './parts/refusal.ts';
import { admitAll, unlimitedAccount } from './parts/unlimited-account.ts';

export const azurePlatform: Pick<PolicyProfile, 'admission' | 'initLimitMs' | 'placement'> = {
  admission: unlimitedAccount,
  // functionTimeout of the Consumption plan, 5 minutes by default.
  initLimitMs: 300_000,
  placement: { choice: 'leastUsed', evicts: false },
};

/** Answers are cut off after so long: learn.microsoft.com/azure/azure-functions/functions-scale */
const longestAnswerMs = 230_000;
const { maxConcurrentRequests, maxOutstandingRequests } = hostDefaults;
const outstanding = toThrottle('outstandingRequests');

/** @param instanceConcurrency - HTTP invocations that run in one instance at once. */
export function createAzurePolicies(limits: AzureScaleLimits, instanceConcurrency: number): FleetPolicies {
  return {
    instanceConcurrency,
    maxInstances: limits.maxInstances,
    minInstances: limits.alwaysReady,
    routing: 'leastLoaded',
    admission: admitAll,
    scaler: createController(limits),
    keepAlive: keepFor(limits.idleLifetimeMs),
    waiting: { capacity: Infinity, longestMs: longestAnswerMs, full: outstanding, expired: outstanding },
    noMemory,
  };
}

function createController(limits: AzureScaleLimits): Scaler {
  let lastAddedMs: number | undefined;

  function add({ nowMs, starting, ready }: FleetSeen, load: number): number {
    const decision = decideScale({ instances: starting + ready, load, lastAddedMs }, limits, nowMs);
    if (decision.kind === 'keep') return 0;
    lastAddedMs = nowMs;
    return decision.instances;
  }

  return {
    tickMs: limits.addIntervalMs,
    onNoRoom(seen): NoRoom {
      const mostWaiting = Math.max(1, seen.ready) * (maxOutstandingRequests - maxConcurrentRequests);
      if (seen.ready > 0 && seen.waiting >= mostWaiting) return outstanding;
      return { kind: 'wait', starts: add(seen, seen.inFlight + seen.waiting + 1), reason: 'load' };
    },
    onTick(seen) {
      const load = seen.inFlight + seen.waiting;
      const instances = seen.starting + seen.ready;
      const added = add(seen, load);
      return {
        desired: added === 0 ? undefined : instances + added,
        reason: 'load',
        sleeps: load === 0,
      };
    },
  };
}
