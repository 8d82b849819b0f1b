/**
 * A metric over a sliding time window, in buckets of a second: linear or exponentially weighted average
 * (knative/serving pkg/autoscaler/aggregation/bucketing.go). Values of one second add up: they come from different
 * instances.
 */

export type AggregationAlgorithm = 'linear' | 'weightedExponential';

/** Immutable: recording gives another window. */
export interface MetricWindow {
  readonly algorithm: AggregationAlgorithm;
  readonly windowMs: number;
  readonly granularityMs: number;
  /** A ring; the bucket of second i stands at i modulo its length. */
  readonly buckets: readonly number[];
  /** Numbers of the first and the last bucket written since the last silence; undefined before the first. */
  readonly firstBucket: number | undefined;
  readonly lastBucket: number | undefined;
  /** Sum of all buckets. */
  readonly total: number;
}

export interface MetricWindowOptions {
  readonly windowMs: number;
  /** Default 1000. */
  readonly granularityMs?: number;
  /** Default `linear`. */
  readonly algorithm?: AggregationAlgorithm;
}

export function createMetricWindow(options: MetricWindowOptions): MetricWindow {
  const { windowMs, granularityMs = 1000, algorithm = 'linear' } = options;
  return {
    algorithm,
    windowMs,
    granularityMs,
    buckets: emptyBuckets(windowMs, granularityMs),
    firstBucket: undefined,
    lastBucket: undefined,
    total: 0,
  };
}

const emptyBuckets = (windowMs: number, granularityMs: number): number[] =>
  Array.from({ length: Math.ceil(windowMs / granularityMs) }, () => 0);

const toBucket = (window: MetricWindow, atMs: number): number => Math.floor(atMs / window.granularityMs);

const toSlot = (bucket: number, length: number): number => ((bucket % length) + length) % length;

/** Adds a value to the bucket of its instant. One that is a window or more behind the newest is dropped. */
export function recordValue(window: MetricWindow, atMs: number, value: number): MetricWindow {
  const bucket = toBucket(window, atMs);
  const { lastBucket = bucket, granularityMs, windowMs } = window;
  if ((lastBucket - bucket) * granularityMs >= windowMs) return window;
  const advanced = advance(window, bucket);
  const slot = toSlot(bucket, advanced.buckets.length);
  advanced.buckets[slot] = (advanced.buckets[slot] ?? 0) + value;
  return { ...window, ...advanced, total: advanced.total + value };
}

interface Advanced {
  readonly buckets: number[];
  readonly firstBucket: number;
  readonly lastBucket: number;
  readonly total: number;
}

/** A copy whose buckets between the last one written and this one are empty. */
function advance(window: MetricWindow, bucket: number): Advanced {
  const { firstBucket = bucket, lastBucket, granularityMs, windowMs } = window;
  if (lastBucket === undefined || (bucket - lastBucket) * granularityMs >= windowMs) {
    const buckets = emptyBuckets(windowMs, granularityMs);
    return { buckets, firstBucket: bucket, lastBucket: bucket, total: 0 };
  }
  const buckets = window.buckets.slice();
  let { total } = window;
  for (let cleared = lastBucket + 1; cleared <= bucket; cleared++) {
    const slot = toSlot(cleared, buckets.length);
    total -= buckets[slot] ?? 0;
    buckets[slot] = 0;
  }
  const range = { firstBucket: Math.min(firstBucket, bucket), lastBucket: Math.max(lastBucket, bucket) };
  return { buckets, ...range, total };
}

/** Has nothing been recorded for longer than the window? Then there is no data, which is not the same as an average of 0. */
export function isWindowEmpty(window: MetricWindow, nowMs: number): boolean {
  const { lastBucket, granularityMs, windowMs } = window;
  return lastBucket === undefined || (toBucket(window, nowMs) - lastBucket) * granularityMs > windowMs;
}

/** Average by the window's algorithm; 0 when it is empty. */
export function averageValue(window: MetricWindow, nowMs: number): number {
  switch (window.algorithm) {
    case 'linear':
      return averageLinear(window, nowMs);
    case 'weightedExponential':
      return averageWeighted(window, nowMs);
  }
}

/**
 * Mean of the buckets since the first one written: a young window is averaged over its age, and seconds at its end that
 * have not been reported yet do not count.
 */
function averageLinear(window: MetricWindow, nowMs: number): number {
  const { firstBucket, lastBucket, buckets, granularityMs, windowMs } = window;
  if (firstBucket === undefined || lastBucket === undefined) return 0;
  const now = toBucket(window, nowMs);
  const silent = Math.max(0, now - lastBucket);
  if (silent * granularityMs >= windowMs) return 0;
  let total = window.total;
  // What the ring holds at the silent seconds is as old as the window.
  for (let bucket = lastBucket + 1; bucket <= now; bucket++) {
    total -= buckets[toSlot(bucket, buckets.length)] ?? 0;
  }
  const counted = Math.min(lastBucket - firstBucket + 1, buckets.length - silent);
  return floorTo6Digits(total / counted);
}

const floorTo6Digits = (value: number): number => Math.floor(value * 1e6) / 1e6;

/** The weights of all buckets of a window sum up to this at least, unless it is so long that the smallest coefficient rules. */
const weightPrecision = 0.9999;
const leastSmoothing = 0.2;

/** Weight of the newest bucket; each older one has (1 - this) times the weight of the next. */
const toSmoothing = (buckets: number): number =>
  Math.max(1 - (1 - weightPrecision) ** (1 / buckets), leastSmoothing);

function averageWeighted(window: MetricWindow, nowMs: number): number {
  const { buckets, lastBucket } = window;
  if (lastBucket === undefined || isWindowEmpty(window, nowMs)) return 0;
  const silent = Math.max(0, toBucket(window, nowMs) - lastBucket);
  const smoothing = toSmoothing(buckets.length);
  let weight = smoothing * (1 - smoothing) ** silent;
  let average = 0;
  for (let age = 0; age < buckets.length - silent; age++) {
    average += (buckets[toSlot(lastBucket - age, buckets.length)] ?? 0) * weight;
    weight *= 1 - smoothing;
  }
  return average;
}

/** The same history over another window, when the configuration of a running revision changes. */
export function resizeMetricWindow(window: MetricWindow, windowMs: number, nowMs: number): MetricWindow {
  if (windowMs === window.windowMs) return window;
  const { lastBucket, buckets: old, granularityMs, algorithm } = window;
  const resized = createMetricWindow({ windowMs, granularityMs, algorithm });
  if (lastBucket === undefined || isWindowEmpty(window, nowMs)) return { ...resized, lastBucket };
  const buckets = [...resized.buckets];
  let total = 0;
  for (let age = 0; age < Math.min(buckets.length, old.length); age++) {
    const value = old[toSlot(lastBucket - age, old.length)] ?? 0;
    buckets[toSlot(lastBucket - age, buckets.length)] = value;
    total += value;
  }
  return { ...resized, buckets, total, lastBucket, firstBucket: lastBucket - (old.length - 1) };
}
