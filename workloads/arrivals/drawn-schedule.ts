/** A schedule whose starts come one after the other: drawn when asked for, and kept, so that any index can be asked for. */
import type { Schedule } from '../../harness/contract/arrivals.ts';
import type { Nanos } from '../../harness/contract/units.ts';

export interface DrawnOptions {
  readonly duration: Nanos;
  readonly rateAt: (t: Nanos) => number;
  /** The next start, on a whole nanosecond; undefined, and that ever after, when there is none left. */
  readonly next: () => Nanos | undefined;
}

const initialCapacity = 1024;

export function drawnSchedule({ duration, rateAt, next }: DrawnOptions): Schedule {
  let starts = new Float64Array(initialCapacity);
  let drawn = 0;
  return {
    duration,
    rateAt,
    intendedStart(index) {
      while (drawn <= index) {
        const start = next();
        if (start === undefined) return undefined;
        if (drawn === starts.length) starts = grow(starts);
        starts[drawn] = start;
        drawn += 1;
      }
      return starts[index];
    },
  };
}

/** Twice as long, so that copying costs each start a constant share. */
function grow(starts: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * starts.length);
  larger.set(starts);
  return larger;
}
