/** A clock on which pauses take no time. */
import { type Clock, createMonotonicClock } from '../../harness/contract/clock.ts';

export interface StubClock extends Clock {
  /** What was slept for, in milliseconds. */
  readonly pauses: readonly number[];
}

/** Pauses of at least this are limits, not waiting: they last until they are aborted. */
const limitMs = 15_000;

export function createMonotonicClockStub(): StubClock {
  const pauses: number[] = [];
  return {
    ...createMonotonicClock(0n),
    pauses,
    async sleep(millis, signal) {
      signal?.throwIfAborted();
      if (millis >= limitMs) {
        await new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason as Error));
        });
      }
      pauses.push(millis);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
