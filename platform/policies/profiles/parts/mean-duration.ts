/**
 * The mean duration of the last so many invocations, without knowing any single one: the time that they were in flight
 * together, by how many have ended (Little's law).
 */

export interface MeanDuration {
  /** Before the number in flight changes. */
  observe(nowMs: number, inFlight: number, isCompletion: boolean): void;
  /** undefined before any has ended. */
  meanMs(): number | undefined;
}

export function createMeanDuration(samples: number): MeanDuration {
  /** The whole time in flight, at each of the last completions. */
  const totals: number[] = [];
  let totalMs = 0;
  let sinceMs = 0;
  return {
    observe(nowMs, inFlight, isCompletion) {
      totalMs += inFlight * (nowMs - sinceMs);
      sinceMs = nowMs;
      if (!isCompletion) return;
      totals.push(totalMs);
      if (totals.length > samples + 1) totals.shift();
    },
    meanMs() {
      const [first, last] = [totals[0], totals.at(-1)];
      if (first === undefined || last === undefined) return undefined;
      return totals.length === 1 ? first : (last - first) / (totals.length - 1);
    },
  };
}
