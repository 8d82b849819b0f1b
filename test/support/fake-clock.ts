/** The platform's clock, moved by hand: timers fire in order when time is told to pass. */
import type { Clock } from '../../platform/clock.ts';

export interface FakeClock extends Clock {
  /** Lets time pass; what each timer sets off, promises included, has run before the next one fires. */
  advance(millis: number): Promise<void>;
  /** Timers that have neither fired nor been cancelled. */
  pending(): number;
}

const epochMsAtOrigin = Date.UTC(2026, 10, 24, 8);

export function createFakeClock(): FakeClock {
  let nowMs = 0;
  const timers = new Set<{ readonly atMs: number; readonly action: () => void }>();
  return {
    now: () => nowMs,
    epochMs: () => epochMsAtOrigin + nowMs,
    after(delayMs, action) {
      const timer = { atMs: nowMs + Math.max(0, delayMs), action };
      timers.add(timer);
      return { cancel: () => void timers.delete(timer) };
    },
    async advance(millis) {
      const untilMs = nowMs + millis;
      for (;;) {
        const [next] = [...timers]
          .filter(({ atMs }) => atMs <= untilMs)
          .toSorted((one, other) => one.atMs - other.atMs);
        if (next === undefined) break;
        timers.delete(next);
        nowMs = Math.max(nowMs, next.atMs);
        next.action();
        await settle();
      }
      nowMs = untilMs;
    },
    pending: () => timers.size,
  };
}

/** Promises that are settled already have called back when the event loop turns. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
