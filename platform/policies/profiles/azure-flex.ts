/** Azure Functions on the Flex Consumption plan, HTTP. */
import { toScaleLimits } from '../azure/decide-scale.ts';
import { toFlexHttpConcurrency, toScaleUnit } from '../azure/plan.ts';
import type { FunctionFacts, PolicyProfile } from '../profile.ts';
import type { FleetPolicies } from '../profile-parts.ts';
import { azurePlatform, createAzurePolicies } from './azure.ts';
import type { ProfileOptions } from './options.ts';

/** The smallest instance of the plan. */
const leastMiB = 512;

export function createAzureFlexProfile(options: ProfileOptions = {}): PolicyProfile {
  const { trigger = 'http' } = options;
  return {
    name: 'azure-flex',
    ...azurePlatform,
    meter: 'azureFlex',
    toScaleUnit: (of) => toScaleUnit({ ...of, trigger }, 'flex'),
    forFunction: (_nowMs, facts) => () => createPolicies(options, facts),
  };
}

function createPolicies(options: ProfileOptions, { memoryMiB }: FunctionFacts): FleetPolicies {
  const { instanceConcurrency = toFlexHttpConcurrency(Math.max(leastMiB, memoryMiB)) } = options;
  const {
    trigger = 'http',
    target = instanceConcurrency,
    minInstances = 0,
    maxInstances,
    idleLifetimeMs,
  } = options;
  const limits = {
    ...toScaleLimits('flex', trigger, target),
    alwaysReady: minInstances,
    ...(maxInstances === undefined ? {} : { maxInstances }),
    ...(idleLifetimeMs === undefined ? {} : { idleLifetimeMs }),
  };
  return createAzurePolicies(limits, instanceConcurrency);
}
