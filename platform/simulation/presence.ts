/** How many instances there are over time: of one function, or of all together. */

export interface Presence {
  /** Milliseconds with n instances. */
  readonly timeAtCount: number[];
  readonly most: number;
  /** So many more, or fewer. */
  change(nowMs: number, by: 1 | -1): void;
  /** Counts what is there now up to this instant. */
  advance(nowMs: number): void;
}

export function createPresence(startMs: number): Presence {
  const timeAtCount: number[] = [0];
  let count = 0;
  let most = 0;
  let sinceMs = startMs;

  function advance(nowMs: number): void {
    timeAtCount[count] = (timeAtCount[count] ?? 0) + nowMs - sinceMs;
    sinceMs = nowMs;
  }

  return {
    timeAtCount,
    get most() {
      return most;
    },
    change(nowMs, by) {
      advance(nowMs);
      count += by;
      while (timeAtCount.length <= count) timeAtCount.push(0);
      most = Math.max(most, count);
    },
    advance,
  };
}
