/**
 * A rate that changes evenly: `rate(t) = a + (b − a) t / d`, hence `integral(t) = a t + (b − a) t² / 2d`.
 *
 *     b |         ,-'
 *       |     ,-'
 *     a | ,-'
 *       +-----------> t
 *                   d
 */
import type { Schedule } from '../../harness/contract/arrivals.ts';
import { type Millis, fromMillis, nanosPerSecond } from '../../harness/contract/units.ts';
import { layOut } from './lay-out.ts';
import type { RateProfile } from './rate-profile.ts';
import type { SpecOf } from './spec-of.ts';

export function ramp(spec: SpecOf<'ramp'>, seed: number): Schedule {
  return layOut(linear(spec.fromPerSecond, spec.toPerSecond, spec.durationMs), spec.spacing, seed);
}

/**
 * The inverse of a rising rate solves the quadratic as `t = 2k / (a + √(a² + 2 s k))`, with the slope `s`: this form
 * takes no small difference of large numbers. A falling rate is the rising one seen from its end, for the same reason.
 */
function linear(from: number, to: number, durationMs: Millis): RateProfile {
  const duration = fromMillis(durationMs);
  const seconds = duration / nanosPerSecond;
  const slope = Math.abs(to - from) / seconds;
  const total = ((from + to) / 2) * seconds;
  const lowest = Math.min(from, to);
  const reach = (made: number): number =>
    made <= 0 ? 0 : ((2 * made) / (lowest + Math.sqrt(lowest ** 2 + 2 * slope * made))) * nanosPerSecond;
  return {
    duration,
    rateAt: (t) => from + ((to - from) * t) / duration,
    integral(t) {
      const elapsed = t / nanosPerSecond;
      return elapsed * (from + ((to - from) * elapsed) / (2 * seconds));
    },
    inverse(k) {
      if (k >= total) return Infinity;
      // Seen from the end, the first start may come out a fraction of a nanosecond before the beginning.
      return to >= from ? reach(k) : Math.max(0, duration - reach(total - k));
    },
  };
}
