/** What the scaling decision remembers from tick to tick. */
import type { DeciderSpec } from './decider-spec.ts';
import type { MaxWindow } from '../max-window.ts';

/** Immutable: each decision gives the next state. */
export interface ScalerState {
  /** Instant at which the panic threshold was last exceeded; undefined when it does not panic. */
  readonly panicSinceMs: number | undefined;
  /** Most instances since the panic began: none are taken away while it lasts. */
  readonly maxPanicInstances: number;
  /** Desired instances of the scale-down delay; undefined until one is recorded. */
  readonly delay: MaxWindow | undefined;
}

/**
 * State of a new autoscaler. With more than one instance it begins in panic, so that one that was restarted, and has
 * lost its history, takes no instance away before it has seen a stable window.
 *
 * @param readyInstances - now; 0 where they are not known.
 */
export function createScalerState(readyInstances: number, nowMs: number): ScalerState {
  return {
    panicSinceMs: readyInstances > 1 ? nowMs : undefined,
    maxPanicInstances: readyInstances,
    delay: undefined,
  };
}

/** Begins, extends or ends the panic, and raises its ratchet to what is wanted. */
export function decidePanic(
  state: ScalerState,
  wantedInstances: number,
  isOverThreshold: boolean,
  { stableWindowMs }: Pick<DeciderSpec, 'stableWindowMs'>,
  nowMs: number,
): ScalerState {
  const since = isOverThreshold ? nowMs : state.panicSinceMs;
  if (since === undefined) return state;
  // Strictly later: at the very end of the stable window it still panics.
  if (since + stableWindowMs < nowMs) return { ...state, panicSinceMs: undefined, maxPanicInstances: 0 };
  return {
    ...state,
    panicSinceMs: since,
    maxPanicInstances: Math.max(state.maxPanicInstances, wantedInstances),
  };
}

/** What the autoscaler says of a revision before it has decided anything. */
export interface InitialScale {
  /** -1: unknown. */
  readonly desiredInstances: -1;
  readonly excessBurstCapacity: number;
}

export function toInitialScale(
  spec: Pick<DeciderSpec, 'targetBurstCapacity' | 'initialScale' | 'totalValue'>,
): InitialScale {
  const burst = spec.targetBurstCapacity;
  const isFixed = burst === 0 || burst === -1;
  return {
    desiredInstances: -1,
    excessBurstCapacity: isFixed ? burst : Math.trunc(spec.initialScale * spec.totalValue - burst),
  };
}
