/**
 * Response times as HDR histograms: three significant digits, microseconds, mergeable without loss of count. The
 * encoded form is the HdrHistogram V2 compressed base64 text that the libraries of other languages read.
 */
import {
  type Histogram,
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
} from 'hdr-histogram-js';
import { type Millis, type Nanos, toMillis } from '../contract/units.ts';

const nanosPerMicro = 1000;
const microsPerMilli = 1000;

export interface ResponseTimeHistogram {
  readonly count: number;
  record(duration: Nanos): void;
  add(other: ResponseTimeHistogram): void;
  /** The value below which `percent` per cent of the durations lie, never above the largest; NaN when empty. */
  percentileMs(percent: number): Millis;
  /** HdrHistogram V2, compressed, base64; values are microseconds. */
  encode(): string;
}

export function createHistogram(): ResponseTimeHistogram {
  return wrap(build({ numberOfSignificantValueDigits: 3, highestTrackableValue: 1e6, autoResize: true }));
}

/**
 * The histogram that {@link ResponseTimeHistogram.encode} wrote, ready to be added to.
 *
 * @param maxMs - the largest duration, where it is known: the encoded form has only its bucket.
 */
export function decodeHistogram(encoded: string, maxMs?: Millis): ResponseTimeHistogram {
  const histogram = createHistogram();
  histogram.add(wrap(decodeFromCompressedBase64(encoded), maxMs));
  return histogram;
}

const wrapped = new WeakMap<ResponseTimeHistogram, Histogram>();

function wrap(histogram: Histogram, knownMaxMs?: Millis): ResponseTimeHistogram {
  let maxMs = knownMaxMs ?? (histogram.totalCount === 0 ? 0 : histogram.maxValue / microsPerMilli);
  const self: ResponseTimeHistogram = {
    get count() {
      return histogram.totalCount;
    },
    record(duration) {
      histogram.recordValue(Math.max(0, Math.round(duration / nanosPerMicro)));
      maxMs = Math.max(maxMs, toMillis(duration));
    },
    add(other) {
      const source = wrapped.get(other);
      if (source === undefined || source.totalCount === 0) return;
      histogram.add(source);
      maxMs = Math.max(maxMs, other.percentileMs(100));
    },
    percentileMs(percent) {
      if (histogram.totalCount === 0) return Number.NaN;
      return Math.min(histogram.getValueAtPercentile(percent) / microsPerMilli, maxMs);
    },
    encode: () => encodeIntoCompressedBase64(histogram),
  };
  wrapped.set(self, histogram);
  return self;
}
