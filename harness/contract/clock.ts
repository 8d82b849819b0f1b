/**
 * The only place that reads a clock or sets a timer. Everything else takes a {@link Clock}, so that tests run on
 * virtual time and every thread of a run stamps on one axis.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Millis, Nanos } from './units.ts';

export interface Clock {
  /** Nanoseconds since {@link Clock.origin}; monotonic. */
  now(): Nanos;
  /** The reading of the machine's monotonic clock at `now() === 0`. Hand it to a worker thread to share the axis. */
  readonly origin: bigint;
  /** Wall-clock time in milliseconds since the Unix epoch. For dates and for joining with a server's data only. */
  epochMs(): Millis;
  /** Resolves after `millis`; rejects with the signal's reason when it aborts first. */
  sleep(millis: Millis, signal?: AbortSignal): Promise<void>;
  /** Calls `tick` every `millis` until the returned function is called. Never keeps the process alive. */
  every(millis: Millis, tick: () => void): () => void;
  /** Calls `turn` once in every turn of the event loop, as fast as it turns, until it returns false. */
  spin(turn: () => boolean): Promise<void>;
}

/**
 * The machine's monotonic clock (`CLOCK_MONOTONIC`), read through `process.hrtime`, which all threads of a
 * process share.
 *
 * @param origin - the reading that counts as zero; default: now.
 */
export function createMonotonicClock(origin: bigint = process.hrtime.bigint()): Clock {
  return {
    origin,
    now: () => Number(process.hrtime.bigint() - origin),
    epochMs: () => Date.now(),
    sleep: (millis, signal) => delay(millis, undefined, signal ? { signal } : {}),
    every: (millis, tick) => {
      const timer = setInterval(tick, millis).unref();
      return () => clearInterval(timer);
    },
    spin: (turn) =>
      new Promise((resolve) => {
        const next = (): void => {
          if (turn()) setImmediate(next);
          else resolve();
        };
        next();
      }),
  };
}
