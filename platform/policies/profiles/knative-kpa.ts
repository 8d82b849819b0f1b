/** Knative Serving with its own autoscaler: knative/serving at 98e5ef9. */
import { activatorQueueDepth } from '../knative/activator-breaker.ts';
import { defaultAutoscalerConfig } from '../knative/autoscaler-config.ts';
import { toChoicePolicy } from '../knative/choose-instance.ts';
import type { RevisionSettings } from '../knative/to-spec.ts';
import type { PolicyProfile } from '../profile.ts';
import type { FleetPolicies } from '../profile-parts.ts';
import { createKnativeScaler } from './knative-scaler.ts';
import type { ProfileOptions } from './options.ts';
import { keepOn } from './parts/keep.ts';
import { noMemory } from './parts/refusal.ts';
import { admitAll, unlimitedAccount } from './parts/unlimited-account.ts';
import { toLine } from './parts/waiting.ts';

/** timeoutSeconds of a revision: knative.dev/docs/serving/configuration/config-defaults */
const requestTimeoutMs = 300_000;

export function createKnativeProfile(options: ProfileOptions = {}): PolicyProfile {
  const { instanceConcurrency = 0, minInstances, maxInstances, target } = options;
  const settings: RevisionSettings = {
    annotations: {
      ...(minInstances === undefined ? {} : { minScale: minInstances }),
      ...(maxInstances === undefined ? {} : { maxScale: maxInstances }),
      ...(target === undefined ? {} : { target }),
    },
    config: defaultAutoscalerConfig,
    containerConcurrency: instanceConcurrency,
  };
  return {
    name: 'knative-kpa',
    admission: unlimitedAccount,
    // progress-deadline of config-deployment.
    initLimitMs: 600_000,
    meter: 'wallClock',
    placement: { choice: 'leastUsed', evicts: false },
    forFunction: () => () => createPolicies(settings),
  };
}

function createPolicies(settings: RevisionSettings): FleetPolicies {
  const { containerConcurrency, config, annotations } = settings;
  return {
    // No limit is 0 there.
    instanceConcurrency: containerConcurrency === 0 ? Infinity : containerConcurrency,
    maxInstances: Infinity,
    initialInstances: Math.max(config.initialScale, annotations.minScale ?? 0),
    routing: toChoicePolicy(containerConcurrency),
    admission: admitAll,
    scaler: createKnativeScaler(settings),
    keepAlive: keepOn,
    waiting: toLine(activatorQueueDepth, requestTimeoutMs),
    noMemory,
  };
}
