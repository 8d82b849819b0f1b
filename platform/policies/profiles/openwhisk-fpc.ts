/** Apache OpenWhisk with the scheduler: containers pull from one queue an action, and the queue asks for more of them. */
import {
  decideFpcContainers,
  defaultSchedulingSettings,
  type FpcDecision,
  type FpcQueueSnapshot,
} from '../openwhisk/fpc-decision.ts';
import { defaultQueueTimes } from '../openwhisk/fpc-queue.ts';
import type { FunctionFacts, PolicyProfile } from '../profile.ts';
import type { FleetPolicies, FleetSeen, NoRoom, Scaler } from '../profile-parts.ts';
import { createContainerPolicies, openWhiskPlatform } from './openwhisk.ts';
import type { ProfileOptions } from './options.ts';
import { createMeanDuration, type MeanDuration } from './parts/mean-duration.ts';
import { toThrottle } from './parts/refusal.ts';
import { unlimitedAccount } from './parts/unlimited-account.ts';
import { toLine } from './parts/waiting.ts';

/** duration buffer of the scheduler's application.conf */
const durationSamples = 10;
const queued: NoRoom = { kind: 'wait', starts: 0, reason: 'queued' };
const throttled = toThrottle('namespaceThrottled');

export function createOpenWhiskFpcProfile(options: ProfileOptions = {}): PolicyProfile {
  const { accountConcurrency = unlimitedAccount.accountConcurrency } = options;
  return {
    name: 'openwhisk-fpc',
    ...openWhiskPlatform,
    admission: { accountConcurrency, leastUnreserved: 0 },
    forFunction: (_nowMs, facts) => () => createPolicies(options, facts),
  };
}

function createPolicies(options: ProfileOptions, facts: FunctionFacts): FleetPolicies {
  const { instanceConcurrency = 1, maxInstances = 1000 } = options;
  return {
    ...createContainerPolicies(options, facts),
    instanceConcurrency,
    maxInstances,
    // Whichever pulls first: the one that has worked last is still there to pull.
    routing: 'mostRecentlyUsed',
    waiting: toLine(defaultQueueTimes.maxRetentionSize, defaultQueueTimes.maxRetentionMs),
    scaler: createQueueScaler(instanceConcurrency, maxInstances),
    noMemory: 'wait',
  };
}

function createQueueScaler(maxConcurrent: number, limit: number): Scaler {
  const durations: MeanDuration = createMeanDuration(durationSamples);
  let isInitialized = false;
  let isThrottled = false;
  /** That have come to wait since the last look: what waits beyond them has waited for a whole interval. */
  let fresh = 0;

  function toSnapshot({ starting, ready, waiting }: FleetSeen): FpcQueueSnapshot {
    return {
      isInitialized,
      incoming: 0,
      queued: waiting,
      existing: ready,
      inProgress: starting,
      stale: Math.max(0, waiting - fresh),
      existingInNamespace: ready,
      inProgressInNamespace: starting,
      averageDurationMs: durations.meanMs(),
      namespaceLimit: limit,
      actionLimit: limit,
      maxConcurrent,
      state: isThrottled ? 'namespaceThrottled' : 'running',
    };
  }

  function follow(decision: FpcDecision): number {
    isInitialized ||= decision.containers > 0;
    if (decision.kind === 'enableNamespaceThrottling') isThrottled = true;
    if (decision.kind === 'disableNamespaceThrottling') isThrottled = false;
    return decision.containers;
  }

  return {
    tickMs: defaultQueueTimes.checkIntervalMs,
    observe: (seen, event) => durations.observe(seen.nowMs, seen.inFlight, event === 'completion'),
    onNoRoom(seen) {
      if (isThrottled) return throttled;
      fresh++;
      // The first one is not left to wait for the next look.
      if (seen.ready + seen.starting > 0) return queued;
      const decision = decideFpcContainers({ ...toSnapshot(seen), queued: seen.waiting + 1 });
      return { kind: 'wait', starts: follow(decision), reason: decision.reason };
    },
    onTick(seen) {
      const decision = decideFpcContainers(toSnapshot(seen), defaultSchedulingSettings);
      const added = follow(decision);
      fresh = 0;
      const desired = added > 0 ? seen.starting + seen.ready + added : undefined;
      return { desired, reason: decision.reason, sleeps: seen.waiting === 0 && !isThrottled };
    },
  };
}
