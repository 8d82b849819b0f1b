/** Whether invocations go through activators, through how many, and which instances each of them serves. */
import type { RevisionActivity } from './decide-replicas.ts';
import type { DeciderSpec } from './decider-spec.ts';

export interface PathObservation {
  /** `instances` of the last replica decision; -1 for unknown. */
  readonly wantedInstances: number;
  readonly excessBurstCapacity: number;
  readonly activity: RevisionActivity;
}

export interface PathDecision {
  /** `serve`: straight to the instances. `proxy`: through activators, which hold what finds no room. */
  readonly mode: 'serve' | 'proxy';
  readonly reason: 'enoughCapacity' | 'atZero' | 'tooLittleCapacity';
}

/** knative/serving pkg/reconciler/autoscaling/kpa/kpa.go. */
export function decidePath(seen: PathObservation): PathDecision {
  const isAtZero = seen.wantedInstances === 0 || (seen.wantedInstances < 0 && seen.activity === 'inactive');
  if (isAtZero) return { mode: 'proxy', reason: 'atZero' };
  return seen.excessBurstCapacity < 0
    ? { mode: 'proxy', reason: 'tooLittleCapacity' }
    : { mode: 'serve', reason: 'enoughCapacity' };
}

const fewestActivators = 2;

/** Activators that a revision is spread over: enough for what its instances can hold and for the target burst. */
export function countActivators(
  readyInstances: number,
  spec: Pick<DeciderSpec, 'totalValue' | 'targetBurstCapacity' | 'activatorCapacity'>,
): number {
  if (spec.targetBurstCapacity === 0) return fewestActivators;
  const toCover = readyInstances * spec.totalValue + Math.max(0, spec.targetBurstCapacity);
  return Math.max(fewestActivators, Math.ceil(toCover / spec.activatorCapacity));
}

/**
 * Instances, as indices in an order all activators agree on, that one of several activators sends to: disjoint shares,
 * except that activators share an instance when there are more of them than instances.
 */
export function assignInstances(instances: number, activator: number, activators: number): readonly number[] {
  if (instances === 0) return [];
  if (activators > instances) return [activator % instances];
  return Array.from({ length: instances }, (_, index) => index).filter(
    (index) => index % activators === activator,
  );
}
