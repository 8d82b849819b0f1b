/** Counts durations in buckets of 0.5 % width, so that a percentile of any number of them costs no memory. */

const bucketsPerOctave = 139;
/** From a nanosecond on; 58 doublings of it are nine years. */
const leastMs = 1e-6;
const octaves = 58;

export interface DurationHistogram {
  readonly count: number;
  readonly meanMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  add(ms: number): void;
  /** Adds all that another one holds. */
  merge(other: DurationHistogram): void;
  /** Calls back with each bucket that holds any. */
  forEach(visit: (bucket: number, count: number) => void): void;
  /** Middle of the bucket that holds the quantile; undefined when it is empty. */
  quantileMs(quantile: number): number | undefined;
}

export function createDurationHistogram(): DurationHistogram {
  /** The last one is for what is nothing at all. */
  const buckets = new Float64Array(bucketsPerOctave * octaves + 1);
  let count = 0;
  let sumMs = 0;
  let minMs = Infinity;
  let maxMs = 0;
  return {
    get count() {
      return count;
    },
    get meanMs() {
      return sumMs / count;
    },
    get minMs() {
      return minMs;
    },
    get maxMs() {
      return maxMs;
    },
    add(ms) {
      count++;
      sumMs += ms;
      if (ms > maxMs) maxMs = ms;
      if (ms < minMs) minMs = ms;
      const bucket = toBucket(ms);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    },
    merge(other) {
      if (other.count === 0) return;
      sumMs += other.meanMs * other.count;
      count += other.count;
      minMs = Math.min(minMs, other.minMs);
      maxMs = Math.max(maxMs, other.maxMs);
      other.forEach((bucket, added) => {
        buckets[bucket] = (buckets[bucket] ?? 0) + added;
      });
    },
    forEach(visit) {
      for (let bucket = 0; bucket < buckets.length; bucket++) {
        const held = buckets[bucket] ?? 0;
        if (held > 0) visit(bucket, held);
      }
    },
    quantileMs(quantile) {
      if (count === 0) return undefined;
      const rank = Math.max(1, Math.ceil(quantile * count));
      let reached = 0;
      for (let index = 0; index < buckets.length; index++) {
        reached += buckets[index] ?? 0;
        if (reached >= rank) return Math.min(maxMs, Math.max(minMs, toMiddleMs(index)));
      }
      return maxMs;
    },
  };
}

function toBucket(ms: number): number {
  if (ms < leastMs) return 0;
  const index = 1 + Math.floor(Math.log2(ms / leastMs) * bucketsPerOctave);
  return Math.min(index, bucketsPerOctave * octaves);
}

function toMiddleMs(index: number): number {
  return index === 0 ? 0 : leastMs * 2 ** ((index - 0.5) / bucketsPerOctave);
}
