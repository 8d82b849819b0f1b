/**
 * The mean of a level over each second, from its changes: one multiplication a change, so that a scaler that averages over
 * time costs next to nothing an invocation.
 */

export interface SecondMeter {
  /** Has to be called before the level changes. @param level - that has held since the last call. */
  advance(nowMs: number, level: number): void;
}

const secondMs = 1000;

/**
 * @param startMs - the seconds are counted from here.
 * @param spanSeconds - after a longer time without a change only so many of its last seconds are reported.
 * @param onSecond - told of each second as it ends.
 */
export function createSecondMeter(
  startMs: number,
  spanSeconds: number,
  onSecond: (endMs: number, mean: number) => void,
): SecondMeter {
  let sinceMs = startMs;
  let endMs = startMs + secondMs;
  let sum = 0;

  function endSeconds(nowMs: number, level: number): void {
    do {
      onSecond(endMs, (sum + level * (endMs - sinceMs)) / secondMs);
      sum = 0;
      sinceMs = endMs;
      endMs += secondMs;
      skip(nowMs);
    } while (nowMs >= endMs);
  }

  function skip(nowMs: number): void {
    const excess = Math.floor((nowMs - sinceMs) / secondMs) - spanSeconds;
    if (excess <= 0) return;
    sinceMs += excess * secondMs;
    endMs += excess * secondMs;
  }

  return {
    advance(nowMs, level) {
      if (nowMs >= endMs) endSeconds(nowMs, level);
      sum += level * (nowMs - sinceMs);
      sinceMs = nowMs;
    },
  };
}
