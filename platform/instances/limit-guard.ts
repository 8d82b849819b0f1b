/** Enforces the limits of an instance while it works, by ending its runtime. */
import type { Clock } from '../clock.ts';
import type { LimitBroken } from './ending.ts';
import type { MemoryWatch } from './memory-watch.ts';

export interface LimitGuardOptions {
  readonly clock: Clock;
  readonly memoryWatch: MemoryWatch;
  readonly memoryLimitMiB: number;
  readPeakMemoryMiB(): number | undefined;
  /** Ends the runtime. */
  end(): void;
}

export interface Watched<T> {
  readonly outcome: T;
  /** The limit that this action broke, or that all in the instance broke together. */
  readonly broken: LimitBroken | undefined;
}

export interface LimitGuard {
  /** Waits for the action, and ends the runtime when it takes too long or too much memory meanwhile. */
  watch<T>(limitMs: number, action: Promise<T>): Promise<Watched<T>>;
  /** Most memory seen; undefined where the machine does not tell. Looks anew if the last look is old or `isForced`. */
  peakMemoryMiB(isForced: boolean): number | undefined;
}

/** Peak memory seldom changes: reading it after each invocation would cost more than a short invocation. */
const sampleIntervalMs = 1000;

export function createLimitGuard(options: LimitGuardOptions): LimitGuard {
  const { clock } = options;
  let peakMiB: number | undefined;
  let sampledAtMs = -Infinity;
  let actions = 0;
  /** Too much memory is what all actions of now have taken together. */
  let isOutOfMemory = false;
  const memory = options.memoryWatch.create(() => {
    sample();
    if (peakMiB === undefined || peakMiB <= options.memoryLimitMiB) return;
    isOutOfMemory = true;
    options.end();
  });

  function sample(): void {
    peakMiB = options.readPeakMemoryMiB() ?? peakMiB;
    sampledAtMs = clock.now();
  }

  return {
    async watch(limitMs, action) {
      let isLate = false;
      const timer = clock.after(limitMs, () => {
        isLate = !isOutOfMemory;
        options.end();
      });
      if (actions++ === 0) {
        isOutOfMemory = false;
        memory.begin();
      }
      try {
        const outcome = await action;
        return { outcome, broken: isLate ? 'timeout' : isOutOfMemory ? 'memory' : undefined };
      } finally {
        timer.cancel();
        if (--actions === 0) memory.end();
      }
    },
    peakMemoryMiB(isForced) {
      if (isForced || clock.now() - sampledAtMs >= sampleIntervalMs) sample();
      return peakMiB;
    },
  };
}
