/** All intended starts of a schedule, asked for in order. */
import type { Schedule } from '../../harness/contract/arrivals.ts';

export function toStarts(schedule: Schedule): number[] {
  const starts: number[] = [];
  for (;;) {
    const start = schedule.intendedStart(starts.length);
    if (start === undefined) return starts;
    starts.push(start);
  }
}
