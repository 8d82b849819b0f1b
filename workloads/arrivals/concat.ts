/**
 * One schedule after the other.
 *
 *     |──────┐    ╱│
 *     |      │  ╱  │
 *     |      └╱    │
 *     +------+-----+> t
 *        1st   2nd
 */
import type { Schedule } from '../../harness/contract/arrivals.ts';
import { countStarts } from '../../harness/contract/count-starts.ts';
import { findInterval, toBounds } from './find-interval.ts';

export function concat(parts: readonly Schedule[]): Schedule {
  const begins = toBounds(parts.map((part) => part.duration));
  const begin = (at: number): number => begins[at] ?? 0;
  /** Index of the first invocation of each part, as far as parts had to be counted: a long one is not drawn in vain. */
  const firsts = [0];

  const partOf = (index: number): number => {
    for (;;) {
      const at = firsts.length - 1;
      const first = firsts[at] ?? 0;
      const part = parts[at];
      if (part === undefined || index < first) return findInterval(firsts, index);
      if (part.intendedStart(index - first) !== undefined) return at;
      firsts.push(first + countStarts(part));
    }
  };

  return {
    duration: toDuration(begin(parts.length), parts.at(-1)),
    intendedStart(index) {
      const at = partOf(index);
      const start = parts[at]?.intendedStart(index - (firsts[at] ?? 0));
      return start === undefined ? undefined : begin(at) + start;
    },
    rateAt(t) {
      const at = findInterval(begins, t);
      return parts[at]?.rateAt(t - begin(at)) ?? 0;
    },
  };
}

/** A burst at the end starts at the end: the whole lasts one nanosecond longer, so that it holds it. */
function toDuration(sum: number, last: Schedule | undefined): number {
  return sum > 0 && last?.duration === 0 ? sum + 1 : sum;
}
