/** The instant at which an integral reaches a number, where there is no formula for it. */
import { type Nanos, nanosPerSecond } from '../../harness/contract/units.ts';
import type { RateProfile } from './rate-profile.ts';

/** Far below the nanosecond that the result is rounded to. */
const toleranceNanos = 1 / 1024;

/**
 * Newton's method, kept inside a bracket: a step that would leave it, or a rate of 0, is replaced by halving. The bracket
 * shrinks with every step, so it ends, and only with the basic operations, so that it ends alike everywhere.
 */
export function invertIntegral(profile: Omit<RateProfile, 'inverse'>, k: number): Nanos {
  const total = profile.integral(profile.duration);
  if (k >= total) return profile.duration;
  let low = 0;
  let high = profile.duration;
  let t = (k / total) * profile.duration;
  for (;;) {
    const missing = k - profile.integral(t);
    const step = (missing / profile.rateAt(t)) * nanosPerSecond;
    if (Math.abs(step) < toleranceNanos) return t + step;
    if (missing >= 0) low = t;
    else high = t;
    const middle = (low + high) / 2;
    // The middle of two neighbouring numbers is one of them: nothing is left between.
    if (middle === low || middle === high) return middle;
    t = t + step > low && t + step < high ? t + step : middle;
  }
}
