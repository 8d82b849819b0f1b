/** Several schedules at once, merged in order: a steady load with a burst, or many callers of different habits. */
import type { Schedule } from '../../harness/contract/arrivals.ts';
import { drawnSchedule } from './drawn-schedule.ts';

export function superpose(parts: readonly Schedule[]): Schedule {
  const used = parts.map(() => 0);
  const heads = parts.map((part) => part.intendedStart(0) ?? Infinity);
  const advance = (at: number): void => {
    used[at] = (used[at] ?? 0) + 1;
    heads[at] = parts[at]?.intendedStart(used[at]) ?? Infinity;
  };
  return drawnSchedule({
    duration: Math.max(...parts.map((part) => part.duration)),
    rateAt: (t) => parts.reduce((sum, part) => sum + part.rateAt(t), 0),
    next() {
      const earliest = Math.min(...heads);
      if (earliest === Infinity) return undefined;
      advance(heads.indexOf(earliest));
      return earliest;
    },
  });
}
