/** Google Cloud Run, and with it Cloud Functions of the second generation. */
import { decideEvaluation, decideScale } from '../cloud-run/decide-scale.ts';
import { decideIdle } from '../cloud-run/decide-idle.ts';
import { decidePending } from '../cloud-run/decide-pending.ts';
import { type CloudRunLimits, createCloudRunLimits } from '../cloud-run/limits.ts';
import type { PolicyProfile } from '../profile.ts';
import type { FleetPolicies, FleetSeen, KeepAlive, NoRoom, Scaler, WaitingLimits } from '../profile-parts.ts';
import type { ProfileOptions } from './options.ts';
import { noMemory, toThrottle } from './parts/refusal.ts';
import { createSecondMeter, type SecondMeter } from './parts/second-meter.ts';
import { createSlidingMean } from './parts/sliding-mean.ts';
import { admitAll, unlimitedAccount } from './parts/unlimited-account.ts';

const windowSeconds = 60;

export function createCloudRunProfile(options: ProfileOptions = {}): PolicyProfile {
  const { instanceConcurrency, minInstances, maxInstances, idleLifetimeMs, target } = options;
  const limits = createCloudRunLimits({
    ...(instanceConcurrency === undefined ? {} : { maxConcurrency: instanceConcurrency }),
    ...(minInstances === undefined ? {} : { minInstances }),
    ...(maxInstances === undefined ? {} : { maxInstances }),
    ...(idleLifetimeMs === undefined ? {} : { idleLifetimeMs }),
    ...(target === undefined ? {} : { concurrencyTarget: target }),
  });
  return {
    name: 'cloud-run',
    admission: unlimitedAccount,
    // The default start-up probe gives up after 240 s: cloud.google.com/run/docs/configuring/healthchecks
    initLimitMs: 240_000,
    meter: 'googleCloud',
    placement: { choice: 'leastUsed', evicts: false },
    forFunction: () => () => createPolicies(limits),
  };
}

function createPolicies(limits: CloudRunLimits): FleetPolicies {
  const recommendation = { instances: limits.minInstances };
  return {
    instanceConcurrency: limits.maxConcurrency,
    maxInstances: limits.maxInstances,
    minInstances: limits.minInstances,
    routing: 'leastLoaded',
    admission: admitAll,
    scaler: createRecommender(limits, recommendation),
    keepAlive: createKeepAlive(limits, recommendation),
    waiting: createPending(limits),
    noMemory,
  };
}

interface Recommendation {
  instances: number;
}

const pending: NoRoom = { kind: 'wait', starts: 0, reason: 'pending' };

function createRecommender(limits: CloudRunLimits, recommendation: Recommendation): Scaler {
  const concurrency = createSlidingMean(windowSeconds);
  let meter: SecondMeter | undefined;
  let lastEvaluationMs = 0;
  return {
    tickMs: limits.evaluationMs,
    ticksAtOnce: true,
    onNoRoom: () => pending,
    observe({ nowMs, inFlight }) {
      meter ??= createSecondMeter(nowMs, windowSeconds, (_endMs, mean) => concurrency.add(mean));
      meter.advance(nowMs, inFlight);
    },
    onTick({ nowMs, starting, ready, inFlight, waiting }) {
      const instances = starting + ready;
      const due = decideEvaluation({ lastEvaluationMs, pending: waiting }, limits, nowMs);
      if (due.kind === 'wait') return { desired: undefined, reason: due.reason };
      lastEvaluationMs = nowMs;
      const decision = decideScale(
        { instances, inFlight, pending: waiting, meanCpuPerSecond: 0, meanConcurrency: concurrency.mean() },
        limits,
      );
      recommendation.instances = decision.recommendedInstances;
      return {
        // Fewer are left to idleness.
        desired: Math.max(instances, decision.recommendedInstances),
        reason: decision.reason,
        sleeps: instances + waiting === 0,
      };
    },
  };
}

function createKeepAlive(limits: CloudRunLimits, recommendation: Recommendation): KeepAlive {
  const toRemoval = ({ nowMs, starting, ready }: FleetSeen, idleSinceMs: number): number => {
    const seen = {
      idleSinceMs,
      instances: starting + ready,
      recommendedInstances: recommendation.instances,
    };
    const decision = decideIdle(seen, limits, nowMs);
    if (decision.kind === 'remove') return nowMs;
    return decision.untilMs ?? nowMs + limits.evaluationMs;
  };
  return {
    onIdle: (seen) => ({
      removeAtMs: seen.nowMs + limits.idleLifetimeMs,
      pauseAtMs: Infinity,
      prewarmAtMs: Infinity,
    }),
    onTime: (seen) => toRemoval(seen, seen.nowMs - limits.idleLifetimeMs),
  };
}

/** The shortest that both rules have: how long instances take to start is not known ahead. */
function createPending(limits: CloudRunLimits): WaitingLimits {
  const decision = decidePending({ pendingSinceMs: 0, isInstanceStarting: false, meanStartMs: 0 }, limits, 0);
  const longestMs = decision.kind === 'wait' ? decision.untilMs : 0;
  const expired = toThrottle('pendingTooLong');
  return { capacity: Infinity, longestMs, full: expired, expired };
}
