/** What is there already when a simulation begins: to ask what comes next instead of what is usual. */
import type { Fleet } from '../policies/fleet/fleet.ts';

export interface StartState {
  /** Instances with an invocation that is under way. */
  readonly busy: number;
  /** How long each of the others has been idle, in milliseconds. */
  readonly idleForMs: readonly number[];
}

/**
 * Lets a fleet come into that state by what it does anyway, before the time begins. Its driver has to have instances ready
 * at once meanwhile.
 *
 * @param setNowMs - of the driver's clock; it is at 0 in the end.
 */
export function enterStartState(
  fleet: Fleet<number>,
  { busy, idleForMs }: StartState,
  setNowMs: (nowMs: number) => void,
): void {
  for (const idleMs of idleForMs.toSorted((a, b) => b - a)) {
    setNowMs(-idleMs);
    fleet.startAhead(1, -idleMs, 'startState');
  }
  setNowMs(0);
  for (let started = 0; started < busy; started++) {
    fleet.startAhead(1, 0, 'startState');
    fleet.arrive(0, 0);
  }
}
