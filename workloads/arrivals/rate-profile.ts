/**
 * A rate over time, and what schedules need of it: how many invocations it makes up to an instant, and at which instant
 * it has made so many. Built from pieces that have a closed form.
 */
import { type Millis, type Nanos, fromMillis, nanosPerSecond } from '../../harness/contract/units.ts';
import { findInterval, toBounds } from './find-interval.ts';

export interface RateProfile {
  readonly duration: Nanos;
  /** Invocations a second at `t`, in [0, duration). */
  rateAt(t: Nanos): number;
  /** Invocations in [0, t). */
  integral(t: Nanos): number;
  /**
   * The last instant at which no more than `k` invocations were made, in fractional nanoseconds: where the rate is 0,
   * the wait counts. At or beyond `duration` where the rate never makes more than `k`.
   */
  inverse(k: number): Nanos;
}

/** `rate(t) = r`, hence `integral(t) = r t` and `inverse(k) = k / r`. */
export function flat(ratePerSecond: number, durationMs: Millis): RateProfile {
  return {
    duration: fromMillis(durationMs),
    rateAt: () => ratePerSecond,
    integral: (t) => (ratePerSecond * t) / nanosPerSecond,
    inverse: ratePerSecond > 0 ? (k) => (k * nanosPerSecond) / ratePerSecond : () => Infinity,
  };
}

/** One profile after the other. */
export function sequence(pieces: readonly RateProfile[]): RateProfile {
  const begins = toBounds(pieces.map((piece) => piece.duration));
  const made = toBounds(pieces.map((piece) => piece.integral(piece.duration))).map(toWhole);
  const pieceAt = (t: Nanos): number => findInterval(begins, t);
  const begin = (at: number): Nanos => begins[at] ?? 0;
  const madeBefore = (at: number): number => made[at] ?? 0;
  return {
    duration: begin(pieces.length),
    rateAt(t) {
      const at = pieceAt(t);
      return pieces[at]?.rateAt(t - begin(at)) ?? 0;
    },
    integral(t) {
      const at = pieceAt(t);
      return madeBefore(at) + (pieces[at]?.integral(t - begin(at)) ?? 0);
    },
    inverse(k) {
      const at = findInterval(made, k);
      const piece = pieces[at];
      return piece === undefined
        ? Infinity
        : begin(at) + Math.min(piece.inverse(k - madeBefore(at)), piece.duration);
    },
  };
}

/** A profile over and over, for as long as is asked. */
export function repeat(period: RateProfile, durationMs: Millis): RateProfile {
  const madeInPeriod = period.integral(period.duration);
  return {
    duration: fromMillis(durationMs),
    rateAt: (t) => period.rateAt(t % period.duration),
    integral(t) {
      const inside = t % period.duration;
      return Math.round((t - inside) / period.duration) * madeInPeriod + period.integral(inside);
    },
    inverse(k) {
      if (madeInPeriod === 0) return Infinity;
      const periods = Math.floor(toWhole(k / madeInPeriod));
      const inside = Math.max(0, k - periods * madeInPeriod);
      return periods * period.duration + period.inverse(inside);
    },
  };
}

/** What misses a whole number by rounding alone is that number: it decides on which side of a pause one falls. */
function toWhole(sum: number): number {
  const whole = Math.round(sum);
  return Math.abs(sum - whole) <= 1e-14 * whole ? whole : sum;
}
