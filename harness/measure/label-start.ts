/** Cold or warm, on evidence only: never on how long it took. */
import type { StartEvidence, StartKind } from '../contract/invocation.ts';

export interface StartLabel {
  readonly start: StartKind;
  readonly evidence: StartEvidence;
}

export interface StartObservation {
  /** Which invocation of its instance it was, from 1, by the probe in the function. */
  readonly probeInvocation: number | undefined;
  /** Whether the provider reported an initialisation for it; undefined when the provider says nothing either way. */
  readonly providerInit: boolean | undefined;
  /** Whether the provider says that it waited for an instance which was starting already. */
  readonly isColdWaiter?: boolean;
}

/**
 * The probe comes first: it runs in the instance itself. What the provider says decides only where there is no probe.
 *
 * An invocation that was the first of its instance but did not wait for its start (the provider says: no
 * initialisation, the instance was started ahead) is warm: a cold start is what a caller waits for. One that waited for a
 * starting instance without being its first is a cold waiter; that only the provider can know.
 */
export function labelStart({ probeInvocation, providerInit, isColdWaiter }: StartObservation): StartLabel {
  const hasWaited = isColdWaiter === true;
  if (probeInvocation !== undefined) {
    if (probeInvocation === 1 && providerInit !== false) return { start: 'cold', evidence: 'probe' };
    return hasWaited ? { start: 'coldWaiter', evidence: 'provider' } : { start: 'warm', evidence: 'probe' };
  }
  if (providerInit === undefined) return { start: 'unknown', evidence: 'none' };
  if (providerInit) return { start: 'cold', evidence: 'provider' };
  return { start: hasWaited ? 'coldWaiter' : 'warm', evidence: 'provider' };
}
