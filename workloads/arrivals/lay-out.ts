/** From a rate over time to a schedule: at even distances, or as independent callers would. */
import type { Schedule, Spacing } from '../../harness/contract/arrivals.ts';
import type { Nanos } from '../../harness/contract/units.ts';
import { drawnSchedule } from './drawn-schedule.ts';
import { logarithm } from './portable-math.ts';
import type { RateProfile } from './rate-profile.ts';
import { createRandom } from '../../harness/contract/seeded-random.ts';

/** @param seed - decides the arrivals of the spacing `poisson`. */
export function layOut(profile: RateProfile, spacing: Spacing, seed: number): Schedule {
  switch (spacing) {
    case 'even':
      return evenly(profile);
    case 'poisson':
      return independently(profile, seed);
  }
}

/** Invocation `k` starts where the integral of the rate reaches `k`: rounded once, so that no error adds up. */
export function evenly(profile: RateProfile): Schedule {
  return {
    duration: profile.duration,
    rateAt: rateWithin(profile),
    intendedStart(index) {
      const start = Math.round(profile.inverse(index));
      return start < profile.duration ? start : undefined;
    },
  };
}

/**
 * A Poisson process by time rescaling: exponential gaps of mean 1, `−ln(1 − u)`, add up to how many invocations the
 * rate should have made, and the inverse of its integral says when it has. (Brown et al., "The time-rescaling theorem
 * and its application to neural spike train data analysis", Neural Computation 14, 2002.)
 */
export function independently(profile: RateProfile, seed: number): Schedule {
  const random = createRandom(seed);
  const { duration } = profile;
  let made = 0;
  let last = 0;
  return drawnSchedule({
    duration,
    rateAt: rateWithin(profile),
    next() {
      made -= logarithm(1 - random());
      // Two that fall on one nanosecond must not change places by the rounding of the inverse.
      last = Math.max(last, Math.round(profile.inverse(made)));
      return last < duration ? last : undefined;
    },
  });
}

function rateWithin(profile: RateProfile): (t: Nanos) => number {
  return (t) => (t >= 0 && t < profile.duration ? profile.rateAt(t) : 0);
}
