/** Which invokers run managed runtimes and which run images of the users ("blackbox"). */
import { toStepSizes } from './step-sizes.ts';

export interface PartitionShares {
  readonly managedFraction: number;
  readonly blackboxFraction: number;
}

/** reference.conf of OpenWhisk's controller: 90 % and 10 %. */
export const defaultPartitionShares: PartitionShares = { managedFraction: 0.9, blackboxFraction: 0.1 };

export interface InvokerPartition {
  /** Index of the first invoker. */
  readonly first: number;
  readonly count: number;
  readonly stepSizes: readonly number[];
}

export interface InvokerPartitions {
  readonly managed: InvokerPartition;
  readonly blackbox: InvokerPartition;
}

const clampFraction = (fraction: number): number => Math.max(0, Math.min(1, fraction));

function toPartition(first: number, count: number): InvokerPartition {
  return { first, count, stepSizes: toStepSizes(count) };
}

/**
 * The managed ones are the first, rounded up, the blackbox ones the last, rounded down; at least one each, so that few
 * invokers serve both (ShardingContainerPoolBalancer.scala, `updateInvokers`).
 */
export function partitionInvokers(
  invokers: number,
  shares: PartitionShares = defaultPartitionShares,
): InvokerPartitions {
  const managedFraction = clampFraction(shares.managedFraction);
  const blackboxFraction = Math.max(1 - managedFraction, Math.min(1, shares.blackboxFraction));
  const managed = Math.min(invokers, Math.max(1, Math.ceil(invokers * managedFraction)));
  const blackbox = Math.min(invokers, Math.max(1, Math.floor(invokers * blackboxFraction)));
  return { managed: toPartition(0, managed), blackbox: toPartition(invokers - blackbox, blackbox) };
}
