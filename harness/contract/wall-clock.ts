/** The wall clock beside the run's own, told apart to a few microseconds although it counts whole milliseconds. */
import type { Clock } from './clock.ts';
import type { Millis, Nanos } from './units.ts';

/** A clock of whole milliseconds turns within one: more looks than this means that it stands still. */
const mostLooks = 1_000_000;

/**
 * Looks at both clocks at the moment when the wall clock turns to its next millisecond. Takes up to a millisecond. The two
 * are taken to run alike from then on.
 */
export function lookAtTurn(clock: Clock): { readonly epochMs: Millis; readonly now: Nanos } {
  const before = clock.epochMs();
  let epochMs = before;
  let now = clock.now();
  for (let look = 0; look < mostLooks && epochMs === before; look++) {
    epochMs = clock.epochMs();
    now = clock.now();
  }
  return { epochMs, now };
}
