/** From when on callers wait no longer than they will: the platform has caught up with the load. */
import { toResponseTimes } from '../../analyze/times.ts';
import type { Invocation } from '../../contract/invocation.ts';
import { type Millis, fromMillis } from '../../contract/units.ts';

const windows = 20;
/** A window may be so much above what is reached in the end. */
const tolerance = 1.2;

/**
 * The start of the first window from which on every window's p99 is at most 1.2 times that of the last third. A twentieth
 * of the load is a window.
 *
 * @returns null where a window has fewer than the 100 invocations that a p99 takes, or where it never is.
 */
export function toStableP99(invocations: readonly Invocation[], durationMs: Millis): Millis | null {
  const begun = Math.min(...invocations.map((one) => one.intendedStart));
  const width = fromMillis(durationMs) / windows;
  const groups = Array.from({ length: windows }, (): Invocation[] => []);
  for (const one of invocations) {
    groups[Math.min(windows - 1, Math.floor((one.intendedStart - begun) / width))]?.push(one);
  }
  const tails = groups.map((group) => toResponseTimes(group).p99?.value);
  const end = toResponseTimes(groups.slice(-Math.ceil(windows / 3)).flat()).p99?.value;
  if (end === undefined || tails.includes(undefined)) return null;
  const lastAbove = tails.findLastIndex((tail) => (tail ?? Infinity) > tolerance * end);
  return lastAbove === windows - 1 ? null : ((lastAbove + 1) * durationMs) / windows;
}
