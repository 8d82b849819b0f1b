/** OpenFaaS, community edition: an alert of Prometheus adds replicas, its end takes them all away but the least. */
import { type AlertState, decideAlert, defaultAlertRule, inactiveAlert } from '../openfaas/alert-rule.ts';
import { decideAlertReplicas, defaultAlertScaling } from '../openfaas/alert-steps.ts';
import type { PolicyProfile } from '../profile.ts';
import type { FleetPolicies, Scaler } from '../profile-parts.ts';
import { createOpenFaasPolicies, fromZero, openFaasPlatform } from './openfaas-gateway.ts';
import type { ProfileOptions } from './options.ts';
import { createRateMeter, type RateMeter } from './parts/rate-meter.ts';

/** Ours: as fine as the rule is; charts evaluate it less often. */
const evaluationMs = 1000;
const rateSeconds = 10;

export function createOpenFaasCeProfile(options: ProfileOptions = {}): PolicyProfile {
  const { target: ratePerSecond = defaultAlertRule.ratePerSecond } = options;
  const { stepPercent: factorPercent = defaultAlertScaling.factorPercent } = options;
  const minReplicas = options.minInstances ?? defaultAlertScaling.minReplicas;
  const maxReplicas = options.maxInstances ?? Math.max(defaultAlertScaling.maxReplicas, minReplicas);
  const createPolicies = (): FleetPolicies =>
    createOpenFaasPolicies({
      scaler: createAlertScaler({ minReplicas, maxReplicas, ratePerSecond, factorPercent }),
      minReplicas,
      maxReplicas,
      maxInflight: options.instanceConcurrency,
    });
  return { name: 'openfaas-ce', ...openFaasPlatform, forFunction: () => createPolicies };
}

interface AlertSettings {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly ratePerSecond: number;
  readonly factorPercent: number;
}

function createAlertScaler(settings: AlertSettings): Scaler {
  const { minReplicas, maxReplicas, ratePerSecond, factorPercent } = settings;
  const rule = { ...defaultAlertRule, ratePerSecond };
  let alert: AlertState = inactiveAlert;
  let completed: RateMeter | undefined;
  return {
    tickMs: evaluationMs,
    onNoRoom: fromZero,
    observe({ nowMs }, event) {
      completed ??= createRateMeter(nowMs, rateSeconds);
      completed.count(nowMs, event === 'completion' ? 1 : 0);
    },
    onTick({ nowMs, starting, ready, inFlight }) {
      const rate = completed?.perSecond() ?? 0;
      const decision = decideAlert(alert, rate, nowMs, rule);
      alert = decision.state;
      const sleeps = alert.kind === 'inactive' && rate === 0 && inFlight === 0;
      if (decision.send === undefined) return { desired: undefined, reason: decision.reason, sleeps };
      const replicas = starting + ready;
      const step = decideAlertReplicas(
        { status: decision.send, replicas, minReplicas, maxReplicas, factorPercent },
        maxReplicas,
      );
      return { desired: step.replicas, reason: step.reason };
    },
  };
}
