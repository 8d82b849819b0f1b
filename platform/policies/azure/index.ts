/** Azure Functions on the Consumption, Flex Consumption and Premium plans. */
export { decideArrival, hostDefaults } from './decide-arrival.ts';
export type { HostDecision, HostLimits } from './decide-arrival.ts';
export { decideIdle, decideScale, toScaleLimits } from './decide-scale.ts';
export type {
  AzureIdleDecision,
  AzureScaleDecision,
  AzureScaleLimits,
  AzureScaleObservation,
} from './decide-scale.ts';
export { flexHttpConcurrency, maxInstances, toFlexHttpConcurrency, toScaleUnit } from './plan.ts';
export type { AzureFunction, AzurePlan, AzureTrigger } from './plan.ts';
