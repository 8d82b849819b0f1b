/**
 * Counts durations in buckets of at most 0.4 % width, so that a percentile of any number of them costs no memory. A bucket is
 * what floating-point numbers have in common that begin with the same bits: found without a logarithm.
 */

/** Bits of the fraction that count: 256 buckets between a number and twice that number. */
const fractionBits = 8;
/** From a nanosecond on; 58 doublings of it are nine years. */
const leastMs = 2 ** -20;
const octaves = 58;
const bucketCount = octaves * 2 ** fractionBits + 1;

const float = new Float64Array([leastMs]);
const words = new Uint32Array(float.buffer);
/** Where the sign, the exponent and the first twenty bits of the fraction are; the lower word of `leastMs` is 0. */
const highWord = words[0] === 0 ? 1 : 0;
const shift = 20 - fractionBits;
/** The first bucket is for what is nothing at all. */
const offset = ((words[highWord] ?? 0) >>> shift) - 1;

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
  const buckets = new Float64Array(bucketCount);
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
  float[0] = ms;
  const bucket = ((words[highWord] ?? 0) >>> shift) - offset;
  if (bucket <= 0) return 0;
  return bucket < bucketCount ? bucket : bucketCount - 1;
}

/** Where the bucket begins, in milliseconds. */
function toStartMs(bucket: number): number {
  float[0] = 0;
  words[highWord] = (bucket + offset) << shift;
  return float[0];
}

function toMiddleMs(bucket: number): number {
  return bucket === 0 ? 0 : (toStartMs(bucket) + toStartMs(bucket + 1)) / 2;
}
