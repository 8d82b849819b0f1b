/** Records times into an HDR histogram outside of the JavaScript heap: a third of the time, and nothing to collect. */
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import type { Nanos } from '../contract/units.ts';
import { type RecordedTimes, initialHighestMicros, significantDigits } from './recorded-times.ts';

export interface TimeRecorder {
  record(duration: Nanos): void;
  snapshot(): RecordedTimes;
  /** Gives the memory back. */
  close(): void;
}

const nanosPerMicro = 1000;

/** Needs `initWebAssembly` to have resolved. */
export function createTimeRecorder(): TimeRecorder {
  const histogram = build({
    numberOfSignificantValueDigits: significantDigits,
    highestTrackableValue: initialHighestMicros,
    autoResize: true,
    useWebAssembly: true,
  });
  let count = 0;
  let sumMicros = 0;
  let minMicros = Infinity;
  let maxMicros = 0;
  return {
    record(duration) {
      // A clock that seems to go backwards has measured no time at all.
      const micros = Math.max(0, Math.round(duration / nanosPerMicro));
      histogram.recordValue(micros);
      count++;
      sumMicros += micros;
      minMicros = Math.min(minMicros, micros);
      maxMicros = Math.max(maxMicros, micros);
    },
    snapshot: () => ({
      count,
      sumMicros,
      minMicros: count === 0 ? null : minMicros,
      maxMicros: count === 0 ? null : maxMicros,
      histogram: encodeIntoCompressedBase64(histogram),
    }),
    close: () => histogram.destroy(),
  };
}
