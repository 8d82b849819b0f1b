/** Whether something grows: the slope of a line through samples, with its interval. */

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

const mostPoints = 12;

/**
 * Least squares through the medians of up to twelve windows: neighbouring samples are alike, so that only windows count.
 *
 * @returns undefined for fewer than five samples.
 */
export function fitSlope(samples: readonly Sample[]): Slope | undefined {
  const points = toWindows(samples).map(toMedian);
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

function toWindows(samples: readonly Sample[]): Sample[][] {
  const windows = Math.min(mostPoints, samples.length);
  const at = (window: number): number => Math.round((window * samples.length) / windows);
  return Array.from({ length: windows }, (_, window) => samples.slice(at(window), at(window + 1)));
}

/** By value, in the middle of their time. */
function toMedian(samples: readonly Sample[]): Sample {
  const middle = Math.floor(samples.length / 2);
  const values = samples.map(({ value }) => value).toSorted((one, other) => one - other);
  const meanMs = samples.reduce((sum, { atMs }) => sum + atMs, 0) / samples.length;
  return { atMs: meanMs, value: values[middle] ?? Number.NaN };
}
