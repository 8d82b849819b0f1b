/** OpenFaaS Pro: replicas by the ratio of load to target, calls a second by default. */
import {
  createProScaler,
  decideProReplicas,
  defaultProScaling,
  type ProScalingSettings,
} from '../openfaas/pro-scaler.ts';
import type { PolicyProfile } from '../profile.ts';
import type { FleetPolicies, Scaler } from '../profile-parts.ts';
import { createOpenFaasPolicies, fromZero, openFaasPlatform } from './openfaas-gateway.ts';
import type { ProfileOptions } from './options.ts';
import { createRateMeter, type RateMeter } from './parts/rate-meter.ts';

/** Ours: neither the interval nor the span of the rate is documented. */
const tickMs = 10_000;
const rateSeconds = 10;

export function createOpenFaasProProfile(options: ProfileOptions = {}): PolicyProfile {
  const minReplicas = options.minInstances ?? defaultProScaling.minReplicas;
  const settings: ProScalingSettings = {
    ...defaultProScaling,
    // 0 replicas at least means that they may all go.
    minReplicas: Math.max(1, minReplicas),
    maxReplicas: options.maxInstances ?? Math.max(defaultProScaling.maxReplicas, minReplicas),
    scalesToZero: minReplicas === 0,
    zeroDurationMs: options.idleLifetimeMs ?? defaultProScaling.zeroDurationMs,
    target: options.target ?? defaultProScaling.target,
  };
  const createPolicies = (): FleetPolicies =>
    createOpenFaasPolicies({
      scaler: createRatioScaler(settings),
      minReplicas: settings.minReplicas,
      maxReplicas: settings.maxReplicas,
      maxInflight: options.instanceConcurrency,
    });
  return { name: 'openfaas-pro', ...openFaasPlatform, forFunction: () => createPolicies };
}

function createRatioScaler(settings: ProScalingSettings): Scaler {
  let state = createProScaler(0);
  let arrived: RateMeter | undefined;
  let replicas = settings.minReplicas;
  return {
    tickMs,
    onNoRoom: fromZero,
    observe({ nowMs }, event) {
      if (arrived === undefined) {
        arrived = createRateMeter(nowMs, rateSeconds);
        state = createProScaler(nowMs);
      }
      arrived.count(nowMs, event === 'arrival' ? 1 : 0);
    },
    onTick({ nowMs, ready, starting, waiting }) {
      const totalLoad = arrived?.perSecond() ?? 0;
      const decision = decideProReplicas(state, { totalLoad, ready, replicas }, nowMs, settings);
      ({ state } = decision);
      // What the gateway has scaled from zero, the autoscaler takes over.
      replicas = decision.reason === 'noneReady' ? starting : decision.replicas;
      const sleeps = ready + starting + waiting === 0;
      return { desired: replicas, reason: decision.reason, sleeps };
    },
  };
}
