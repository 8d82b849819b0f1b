/** Looks at the memory of working instances, so that one over its limit is ended while it still grows. */
import type { Clock } from '../clock.ts';

export interface MemoryWatch {
  /** For one instance: `look` is called every interval while it works. */
  create(look: () => void): MemoryWatcher;
}

export interface MemoryWatcher {
  begin(): void;
  end(): void;
}

/** Reading one process takes some 40 µs: at this interval a thousandth of a core for each working instance. */
const intervalMs = 50;

export function createMemoryWatch(clock: Clock): MemoryWatch {
  /** Who has worked since the last look: who works now and then is not taken out in between. */
  const watched = new Set<Watched>();
  let isArmed = false;

  function arm(): void {
    isArmed = true;
    clock.after(intervalMs, () => {
      isArmed = false;
      for (const one of watched) {
        if (one.isWorking) one.look();
        else watched.delete(one);
      }
      if (watched.size > 0) arm();
    });
  }

  return {
    create(look) {
      const one: Watched = { look, isWorking: false };
      return {
        begin() {
          one.isWorking = true;
          if (!watched.has(one)) watched.add(one);
          if (!isArmed) arm();
        },
        end: () => void (one.isWorking = false),
      };
    },
  };
}

interface Watched {
  look(): void;
  isWorking: boolean;
}
