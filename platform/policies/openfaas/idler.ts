/** Which functions go to zero: OpenFaaS's idler (docs.openfaas.com/edge/scale-to-zero). */

export interface IdlerSettings {
  /** Time without an invocation after which a function may go to zero. */
  readonly inactivityMs: number;
  /** Between two rounds: a function goes to zero up to so much later. */
  readonly reconcileMs: number;
}

/** OpenFaaS Edge. */
export const defaultIdlerSettings: IdlerSettings = { inactivityMs: 600_000, reconcileMs: 300_000 };

export interface IdlerObservation {
  /** Label `com.openfaas.scale.zero`. */
  readonly scalesToZero: boolean;
  readonly replicas: number;
  /** When its last invocation began or ended. */
  readonly lastUsedMs: number;
  readonly inFlight: number;
}

export type IdlerDecision =
  | { readonly kind: 'toZero'; readonly reason: 'idle' }
  | { readonly kind: 'keep'; readonly reason: 'notAllowed' | 'atZero' | 'inUse' | 'used' };

/** The decision about one function in one round. */
export function decideIdle(
  { scalesToZero, replicas, lastUsedMs, inFlight }: IdlerObservation,
  nowMs: number,
  { inactivityMs }: IdlerSettings = defaultIdlerSettings,
): IdlerDecision {
  if (!scalesToZero) return { kind: 'keep', reason: 'notAllowed' };
  if (replicas === 0) return { kind: 'keep', reason: 'atZero' };
  if (inFlight > 0) return { kind: 'keep', reason: 'inUse' };
  return nowMs - lastUsedMs >= inactivityMs
    ? { kind: 'toZero', reason: 'idle' }
    : { kind: 'keep', reason: 'used' };
}
