/** Looks at the memory of working instances, so that one over its limit is ended while it still grows. */
import type { Clock } from '../clock.ts';

export interface MemoryWatch {
  /** Has `look` called every interval until the answer is removed again. */
  add(look: () => void): void;
  remove(look: () => void): void;
}

/** Reading one process takes some 40 µs: at this interval a thousandth of a core for each working instance. */
const intervalMs = 50;

export function createMemoryWatch(clock: Clock): MemoryWatch {
  const looks = new Set<() => void>();
  let isArmed = false;

  function arm(): void {
    isArmed = true;
    clock.after(intervalMs, () => {
      isArmed = false;
      for (const look of looks) look();
      if (looks.size > 0) arm();
    });
  }

  return {
    add(look) {
      looks.add(look);
      if (!isArmed) arm();
    },
    remove: (look) => void looks.delete(look),
  };
}
