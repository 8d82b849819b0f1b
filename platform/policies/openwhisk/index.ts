/** Apache OpenWhisk: the invoker's container pool, the controller's load balancer, and the FPC scheduler. */
export {
  chooseContainer,
  chooseToRemove,
  type ContainerDecision,
  hasPoolRoom,
  type StartLabel,
} from './container-choice.ts';
export {
  type ContainerEffect,
  type ContainerEvent,
  type ContainerLife,
  type ContainerLimits,
  type ContainerReason,
  type ContainerState,
  type ContainerStep,
  createContainerLife,
  defaultContainerLimits,
} from './container-events.ts';
export { stepContainer } from './container-life.ts';
export {
  finishInPool,
  forgetInPool,
  type PoolChange,
  type PoolStep,
  readyPrewarm,
  removeFromPool,
  runInPool,
  startPrewarm,
} from './container-pool.ts';
export {
  type ActivationResult,
  createInvokerHealth,
  decideInvokerHealth,
  type InvokerEvent,
  type InvokerHealth,
  type InvokerHealthDecision,
  type InvokerHealthLimits,
  type InvokerHealthReason,
  type InvokerHealthState,
  defaultHealthLimits,
} from './invoker-health.ts';
export {
  type InvokerPartition,
  type InvokerPartitions,
  defaultPartitionShares,
  partitionInvokers,
  type PartitionShares,
} from './invoker-partitions.ts';
export {
  acquireInvokerSlot,
  createInvokerSlots,
  forceInvokerSlot,
  type InvokerSlots,
  releaseInvokerSlot,
  type SlotRequest,
} from './invoker-slots.ts';
export { toActionHash, toJavaHash } from './java-hash.ts';
export {
  decideNamespace,
  defaultNamespaceLimits,
  type NamespaceDecision,
  type NamespaceLimits,
  type NamespaceRate,
} from './namespace-limits.ts';
export {
  defaultPoolSettings,
  defaultPrewarmCheck,
  type PoolSettings,
  type PrewarmConfig,
  type ReactivePrewarm,
} from './pool-settings.ts';
export {
  type ColdStartCount,
  type ContainerPhase,
  emptyPool,
  hasContainerCapacity,
  type PoolContainer,
  type PoolRun,
  type PoolState,
  type PrewarmedContainer,
  type StartingPrewarm,
} from './pool-state.ts';
export {
  adjustPrewarms,
  type PrewarmChange,
  type PrewarmOccasion,
  toReactivePrewarms,
} from './prewarming.ts';
export {
  countOverdue,
  decideFpcQueue,
  type LivingFpcQueueState,
  defaultQueueTimes,
  type FpcQueueDecision,
  type FpcQueueObservation,
  type FpcQueueTimes,
} from './fpc-queue.ts';
export {
  decideFpcContainers,
  defaultSchedulingSettings,
  type FpcQueueSnapshot,
  type FpcQueueState,
  type FpcDecision,
  type FpcReason,
  type FpcSettings,
} from './fpc-decision.ts';
export {
  type AckTimeout,
  type BalancedInvoker,
  type BalancerDecision,
  chooseInvoker,
  defaultAckTimeout,
  toAckTimeoutMs,
  toInvokerWalk,
  type InvokerWalk,
} from './sharding-balancer.ts';
export { toStepSizes } from './step-sizes.ts';
