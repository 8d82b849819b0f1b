/** Schedules written down before they are played: nothing is drawn or computed while the load runs. */
import type { Schedule } from '../contract/arrivals.ts';
import { type Nanos, fromMillis } from '../contract/units.ts';

/** The intended starts of all parts in one order, in memory that threads share. 14 bytes an invocation. */
export interface Timetable {
  /** Nanoseconds, never decreasing. */
  readonly starts: Float64Array<SharedArrayBuffer>;
  /** Position of the part that each belongs to. */
  readonly parts: Uint16Array<SharedArrayBuffer>;
  /** Position of each in the schedule of its part. */
  readonly indexes: Uint32Array<SharedArrayBuffer>;
}

/** @param schedules - undefined for a part without one: it takes its number, and no line in the timetable. */
export function toTimetable(schedules: readonly (Schedule | undefined)[]): Timetable {
  const columns = schedules.map((schedule) =>
    schedule === undefined ? new Float64Array() : drain(schedule),
  );
  const length = columns.reduce((sum, column) => sum + column.length, 0);
  const timetable = allocate(length);
  const next = columns.map(() => 0);
  for (let row = 0; row < length; row++) {
    const part = earliest(columns, next);
    const index = next[part] as number;
    timetable.starts[row] = columns[part]?.[index] as number;
    timetable.parts[row] = part;
    timetable.indexes[row] = index;
    next[part] = index + 1;
  }
  return timetable;
}

/** Puts the start of the timetable at `startAt` on the run's clock. */
export function shiftTimetable({ starts }: Timetable, startAt: Nanos): void {
  for (let row = 0; row < starts.length; row++) starts[row] = (starts[row] as number) + startAt;
}

/** The most that are due within any `width`: what decides how the sender has to wait. */
export function peakCount({ starts }: Timetable, width: Nanos): number {
  let peak = 0;
  let first = 0;
  for (let row = 0; row < starts.length; row++) {
    while ((starts[row] as number) - (starts[first] as number) >= width) first++;
    peak = Math.max(peak, row - first + 1);
  }
  return peak;
}

/** Waking two threads rarely takes longer. */
const longestHeadStart: Nanos = fromMillis(1);
/** Share of its time that a sender may turn its event loop without need. */
const spinShare = 0.1;

/**
 * How long before it is due the sender is woken for an invocation. It turns its event loop until then, so that the time it
 * takes to wake is no lateness; the more invocations a second, the shorter, down to nothing.
 */
export function chooseHeadStart({ starts }: Timetable): Nanos {
  const duration = (starts.at(-1) ?? 0) - (starts[0] ?? 0);
  const meanGap = starts.length > 1 ? duration / (starts.length - 1) : Number.POSITIVE_INFINITY;
  return Math.round(Math.min(longestHeadStart, spinShare * meanGap));
}

/** The first of the parts where two are due at the same instant. */
function earliest(columns: readonly Float64Array[], next: readonly number[]): number {
  let found = -1;
  let at = Number.POSITIVE_INFINITY;
  for (const [part, column] of columns.entries()) {
    const start = column[next[part] as number];
    if (start !== undefined && start < at) {
      at = start;
      found = part;
    }
  }
  return found;
}

function drain(schedule: Schedule): Float64Array {
  let starts = new Float64Array(1024);
  for (let index = 0; ; index++) {
    const start = schedule.intendedStart(index);
    if (start === undefined) return starts.subarray(0, index);
    if (index === starts.length) {
      const wider = new Float64Array(2 * starts.length);
      wider.set(starts);
      starts = wider;
    }
    starts[index] = start;
  }
}

function allocate(length: number): Timetable {
  return {
    starts: new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT)),
    parts: new Uint16Array(new SharedArrayBuffer(length * Uint16Array.BYTES_PER_ELEMENT)),
    indexes: new Uint32Array(new SharedArrayBuffer(length * Uint32Array.BYTES_PER_ELEMENT)),
  };
}
