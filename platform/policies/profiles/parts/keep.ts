/** How long idle instances live, in the plainest ways. */
import type { KeepAlive } from '../../profile-parts.ts';

/** For a fixed time after the last invocation; paused after a shorter one, where that is given. */
export function keepFor(lifetimeMs: number, pauseAfterMs: number = Infinity): KeepAlive {
  return {
    onIdle: ({ nowMs }) => ({
      removeAtMs: nowMs + lifetimeMs,
      pauseAtMs: nowMs + pauseAfterMs,
      prewarmAtMs: Infinity,
    }),
  };
}

/** The scaler, or memory pressure, removes them. */
export const keepOn: KeepAlive = keepFor(Infinity);
