/** How far arrivals, as the target saw them, are from the schedule that they should have followed. */
import { percentile } from './statistics.ts';

export interface ArrivalError {
  readonly arrived: number;
  readonly deviationP50Us: number;
  readonly deviationP99Us: number;
  readonly rateErrorPercent: number;
  /** Between one arrival and the next, in nanoseconds. */
  readonly gaps: Float64Array;
}

/**
 * The k-th arrival against the k-th intended start. When the schedule began is not known of every tool, so the least
 * difference counts as none: what is left is how unevenly a tool is late, and that is what disturbs a measurement.
 *
 * @param arrivals - nanoseconds, in the order in which they came.
 * @param intended - nanoseconds from the beginning of the schedule.
 * @param settle - what was intended earlier than this is not judged: tools open connections and compile themselves.
 */
export function toArrivalError(arrivals: Float64Array, intended: Float64Array, settle: number): ArrivalError {
  const length = Math.min(arrivals.length, intended.length);
  const first = intended.findIndex((start) => start >= settle);
  const judged = Math.max(0, length - Math.max(0, first));
  const late = Float64Array.from(
    { length: judged },
    (_, at) => (arrivals[first + at] as number) - (intended[first + at] as number),
  );
  const least = late.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const deviations = late.map((one) => one - least).toSorted();
  const span = (times: Float64Array): number =>
    (times[length - 1] ?? Number.NaN) - (times[first] ?? Number.NaN);
  return {
    arrived: arrivals.length,
    deviationP50Us: percentile(deviations, 50) / 1e3,
    deviationP99Us: percentile(deviations, 99) / 1e3,
    // The same number of arrivals in the time that they took: above 0 % they came too fast.
    rateErrorPercent: (span(intended) / span(arrivals) - 1) * 100,
    gaps: toGaps(arrivals.subarray(Math.max(0, first), length)),
  };
}

export function toGaps(times: Float64Array): Float64Array {
  return Float64Array.from(
    { length: Math.max(0, times.length - 1) },
    (_, at) => (times[at + 1] as number) - (times[at] as number),
  );
}
