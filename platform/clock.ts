/** Time as a parameter: the only module of the platform that reads a clock or sets a timer. */

export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Milliseconds, fractional, that never step back; the origin means nothing. */
  now(): number;
  /** Milliseconds since the Unix epoch, fractional, in step with `now()`. */
  epochMs(): number;
  /** Calls `action` once, `delayMs` from now. A pending timer does not keep the process alive. */
  after(delayMs: number, action: () => void): Timer;
}

/** Longest delay of a Node.js timer; a longer one would fire at once. */
const longestDelayMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => performance.now(),
  epochMs: () => performance.timeOrigin + performance.now(),
  after(delayMs, action) {
    const timer = setTimeout(action, Math.min(Math.max(0, delayMs), longestDelayMs));
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};
