/**
 * Units of time, size and money. A plain number carries its unit in its type alias inside the program and in
 * its name (`initDurationMs`, `memoryMiB`, `costUsd`) wherever it leaves the program.
 */

/** Nanoseconds since the origin of a {@link Clock}. A float64 holds them exactly for 104 days. */
export type Nanos = number;

/** Milliseconds, fractional where the source is finer. */
export type Millis = number;

export const nanosPerMilli = 1e6;
export const nanosPerSecond = 1e9;

/** Nanoseconds to fractional milliseconds. */
export function toMillis(nanos: Nanos): Millis {
  return nanos / nanosPerMilli;
}

/** Milliseconds to whole nanoseconds. */
export function fromMillis(millis: Millis): Nanos {
  return Math.round(millis * nanosPerMilli);
}

/** Seconds to whole nanoseconds. */
export function fromSeconds(seconds: number): Nanos {
  return Math.round(seconds * nanosPerSecond);
}
