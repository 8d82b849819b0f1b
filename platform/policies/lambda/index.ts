/** AWS Lambda beyond one instance an invocation: rates, provisioned concurrency, the burst of 2022, Managed Instances. */
export { takeBurst, toBurstLimits } from './burst-2022.ts';
export type { BurstLimits } from './burst-2022.ts';
export { decideInvocation } from './decide-invocation.ts';
export type {
  InvocationDecision,
  InvocationObservation,
  InvocationThrottleReason,
  RequestBuckets,
} from './decide-invocation.ts';
export { createManagedState, decideManagedInvocation, decideManagedScale } from './managed-instances.ts';
export type {
  ManagedInvocationDecision,
  ManagedObservation,
  ManagedScaleDecision,
  ManagedState,
} from './managed-instances.ts';
export { createManagedLimits, managedInstanceDefaults } from './managed-limits.ts';
export type { ManagedLimits } from './managed-limits.ts';
export {
  decideAllocation,
  decideProvision,
  provisionedPerMinute,
  toInitLimitMs,
} from './provisioned-concurrency.ts';
export type {
  AllocationDecision,
  AllocationObservation,
  ProvisionDecision,
  ProvisionObservation,
} from './provisioned-concurrency.ts';
export { toRequestRateLimits } from './request-rate.ts';
