/** How many invocations a schedule has, asking it for a few of them. */
import type { Schedule } from './arrivals.ts';

/** By doubling and halving. */
export function countStarts(schedule: Schedule): number {
  let beyond = 0;
  while (schedule.intendedStart(beyond) !== undefined) beyond = 2 * beyond + 1;
  let fewest = 0;
  while (fewest < beyond) {
    const middle = Math.floor((fewest + beyond) / 2);
    if (schedule.intendedStart(middle) === undefined) beyond = middle;
    else fewest = middle + 1;
  }
  return fewest;
}
