/**
 * Times as plain data: an HDR histogram in its encoded form and, beside it, what buckets cannot hold exactly. Counts and
 * whole microseconds only, so that the sum of parts is the whole to the last digit.
 */
import {
  type Histogram,
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
} from 'hdr-histogram-js';
import type { Millis } from '../contract/units.ts';

export interface RecordedTimes {
  readonly count: number;
  readonly sumMicros: number;
  /** Null when empty. */
  readonly minMicros: number | null;
  readonly maxMicros: number | null;
  /** HdrHistogram V2, compressed, base64; microseconds to three significant digits. */
  readonly histogram: string;
}

export const microsPerMilli = 1000;
export const significantDigits = 3;
/** Where a histogram begins; it grows by itself. */
export const initialHighestMicros = 1e6;

export function mergeTimes(parts: readonly RecordedTimes[]): RecordedTimes {
  // Without WebAssembly: nothing to wait for and nothing to release, and a merge is rare.
  const whole = build({
    numberOfSignificantValueDigits: significantDigits,
    highestTrackableValue: initialHighestMicros,
    autoResize: true,
  });
  const filled = parts.filter((part) => part.count > 0);
  for (const part of filled) whole.add(decode(part));
  return {
    count: sum(filled.map((part) => part.count)),
    sumMicros: sum(filled.map((part) => part.sumMicros)),
    minMicros: filled.length === 0 ? null : Math.min(...filled.map((part) => part.minMicros ?? Infinity)),
    maxMicros: filled.length === 0 ? null : Math.max(...filled.map((part) => part.maxMicros ?? 0)),
    histogram: encodeIntoCompressedBase64(whole),
  };
}

/**
 * The q-quantile, at most a thousandth above the exact one and never above the largest value; null when empty.
 *
 * @param q - 0 to 1.
 */
export function quantileMs(times: RecordedTimes, q: number): Millis | null {
  if (times.maxMicros === null) return null;
  return Math.min(decode(times).getValueAtPercentile(q * 100), times.maxMicros) / microsPerMilli;
}

export function meanMs({ count, sumMicros }: RecordedTimes): Millis | null {
  return count === 0 ? null : sumMicros / count / microsPerMilli;
}

function decode({ histogram }: RecordedTimes): Histogram {
  return decodeFromCompressedBase64(histogram);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
