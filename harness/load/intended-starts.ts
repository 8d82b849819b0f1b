/** Writes a schedule down before it is played: nothing is drawn or computed while the load runs. */
import type { Schedule } from '../contract/arrivals.ts';
import type { Nanos } from '../contract/units.ts';

/** The intended starts from the start of the schedule, in memory that threads share. 8 bytes an invocation. */
export function toIntendedStarts(schedule: Schedule): Float64Array<SharedArrayBuffer> {
  const starts: Nanos[] = [];
  for (;;) {
    const start = schedule.intendedStart(starts.length);
    if (start === undefined) break;
    starts.push(start);
  }
  const shared = new Float64Array(new SharedArrayBuffer(starts.length * Float64Array.BYTES_PER_ELEMENT));
  shared.set(starts);
  return shared;
}

/** Puts the start of the schedule at `startAt` on the run's clock. */
export function shiftStarts(starts: Float64Array<SharedArrayBuffer>, startAt: Nanos): void {
  for (let index = 0; index < starts.length; index++) starts[index] = (starts[index] as number) + startAt;
}
