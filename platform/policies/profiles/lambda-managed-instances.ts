/** AWS Lambda Managed Instances: started ahead of the load, never for an invocation. */
import {
  createManagedState,
  decideManagedInvocation,
  decideManagedScale,
  type ManagedObservation,
  type ManagedState,
} from '../lambda/managed-instances.ts';
import { createManagedLimits, type ManagedLimits } from '../lambda/managed-limits.ts';
import type { PolicyProfile } from '../profile.ts';
import type { FleetPolicies, FleetSeen } from '../profile-parts.ts';
import { lambdaAccount } from './lambda.ts';
import type { ProfileOptions } from './options.ts';
import { keepOn } from './parts/keep.ts';
import { noMemory, toThrottle } from './parts/refusal.ts';
import { noLine } from './parts/waiting.ts';

/** Ours: how often it looks is not documented. */
const tickMs = 5000;

export function createLambdaManagedInstancesProfile(options: ProfileOptions = {}): PolicyProfile {
  const { accountConcurrency = 1000, target, ...changes } = options;
  const limits = createManagedLimits({
    ...changes,
    ...(target === undefined ? {} : { concurrencyTarget: target }),
  });
  return {
    name: 'lambda-managed-instances',
    ...lambdaAccount(accountConcurrency),
    // max(130 s, timeout): docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html
    initLimitMs: 130_000,
    meter: 'lambda',
    forFunction: () => () => createPolicies(limits),
  };
}

function createPolicies(limits: ManagedLimits): FleetPolicies {
  let state: ManagedState = createManagedState();
  const saturated = toThrottle('concurrencySaturated');
  return {
    instanceConcurrency: limits.instanceConcurrency,
    maxInstances: limits.maxInstances,
    minInstances: limits.minInstances,
    routing: 'leastLoaded',
    admission: {
      decide(seen) {
        const step = decideManagedInvocation(toObservation(seen), limits, state, seen.nowMs);
        ({ state } = step);
        return step.decision.kind === 'admit' ? undefined : toThrottle(step.decision.reason);
      },
    },
    scaler: {
      tickMs,
      onNoRoom: () => saturated,
      onTick(seen) {
        const step = decideManagedScale(toObservation(seen), limits, state, seen.nowMs);
        ({ state } = step);
        return { desired: step.decision.desiredInstances, reason: step.decision.reason };
      },
    },
    keepAlive: keepOn,
    waiting: noLine,
    noMemory,
  };
}

/** Without a processor to look at, it is the concurrency that scales. */
function toObservation(seen: FleetSeen): ManagedObservation {
  return { readyInstances: seen.ready, inFlight: seen.inFlight, cpuUtilization: 0 };
}
