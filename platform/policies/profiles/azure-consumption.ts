/** Azure Functions on the Consumption plan, HTTP. */
import { hostDefaults } from '../azure/decide-arrival.ts';
import { toScaleLimits } from '../azure/decide-scale.ts';
import { toScaleUnit } from '../azure/plan.ts';
import type { PolicyProfile } from '../profile.ts';
import { azurePlatform, createAzurePolicies } from './azure.ts';
import type { ProfileOptions } from './options.ts';

/** Ours: what the scale controller aims at is not documented; the host takes as many at once. */
const defaultTarget = hostDefaults.maxConcurrentRequests;

export function createAzureConsumptionProfile(options: ProfileOptions = {}): PolicyProfile {
  const { instanceConcurrency = hostDefaults.maxConcurrentRequests, trigger = 'http' } = options;
  const { target = Math.min(defaultTarget, instanceConcurrency), maxInstances, idleLifetimeMs } = options;
  const limits = {
    ...toScaleLimits('consumption', trigger, target),
    ...(maxInstances === undefined ? {} : { maxInstances }),
    ...(idleLifetimeMs === undefined ? {} : { idleLifetimeMs }),
  };
  return {
    name: 'azure-consumption',
    ...azurePlatform,
    meter: 'azureConsumption',
    toScaleUnit: (of) => toScaleUnit({ ...of, trigger }, 'consumption'),
    forFunction: () => () => createAzurePolicies(limits, instanceConcurrency),
  };
}
