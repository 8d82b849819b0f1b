/** The run's clock and the calendar: instants of a run to timestamps, without losing a nanosecond to a float. */
import type { RunManifest } from '../../contract/sink.ts';
import { type Nanos, nanosPerSecond } from '../../contract/units.ts';

export interface RunAxis {
  /** Nanoseconds since the Unix epoch. */
  timestampOf(at: Nanos): bigint;
  /** The calendar second that an instant lies in, in seconds since the Unix epoch. */
  secondOf(at: Nanos): number;
  /** The first instant of a calendar second. */
  startOf(second: number): Nanos;
}

export function createRunAxis({ epochMsAtOrigin }: Pick<RunManifest, 'epochMsAtOrigin'>): RunAxis {
  // A float64 holds today's date to the microsecond; what is finer in it is rounding.
  const originMicros = Math.round(epochMsAtOrigin * 1000);
  const origin = BigInt(originMicros) * 1000n;
  const originSecond = Math.floor(originMicros / 1e6);
  const originInSecond = (originMicros - originSecond * 1e6) * 1000;
  return {
    timestampOf: (at) => origin + BigInt(Math.round(at)),
    secondOf: (at) => originSecond + Math.floor((originInSecond + Math.round(at)) / nanosPerSecond),
    startOf: (second) => (second - originSecond) * nanosPerSecond - originInSecond,
  };
}

/** Calendar second to timestamp. */
export function toSecondTimestamp(second: number): bigint {
  return BigInt(second) * BigInt(nanosPerSecond);
}
