/** Whether something grows: the slope of a line through samples, with an interval that does not trust single samples. */

export interface Sample {
  readonly atMs: number;
  readonly value: number;
}

export interface Slope {
  /** A minute. */
  readonly perMinute: number;
  readonly low: number;
  readonly high: number;
  readonly points: number;
}

/** About as wide as a normal distribution's 95 %, for the few points that there are. */
const student = 2.2;

/**
 * Least squares through the least value of each window: what a garbage collector has left standing. Neighbouring
 * samples are alike, so that only windows count as points.
 *
 * @returns undefined for fewer than five windows.
 */
export function fitSlope(samples: readonly Sample[], windowMs: number): Slope | undefined {
  const points = [...leastByWindow(samples, windowMs).values()];
  const count = points.length;
  if (count < 5) return undefined;
  const meanX = points.reduce((sum, { atMs }) => sum + atMs, 0) / count;
  const meanY = points.reduce((sum, { value }) => sum + value, 0) / count;
  const sxx = points.reduce((sum, { atMs }) => sum + (atMs - meanX) ** 2, 0);
  const sxy = points.reduce((sum, { atMs, value }) => sum + (atMs - meanX) * (value - meanY), 0);
  const slope = sxy / sxx;
  const residual = points.reduce(
    (sum, { atMs, value }) => sum + (value - meanY - slope * (atMs - meanX)) ** 2,
    0,
  );
  const error = student * Math.sqrt(residual / (count - 2) / sxx);
  const toMinute = (perMs: number): number => perMs * 60_000;
  return {
    perMinute: toMinute(slope),
    low: toMinute(slope - error),
    high: toMinute(slope + error),
    points: count,
  };
}

function leastByWindow(samples: readonly Sample[], windowMs: number): Map<number, Sample> {
  const least = new Map<number, Sample>();
  for (const sample of samples) {
    const window = Math.floor(sample.atMs / windowMs);
    const found = least.get(window);
    if (found === undefined || sample.value < found.value) least.set(window, sample);
  }
  return least;
}
