/**
 * The day as a sine, each day times its factor: `rate(t) = f m (1 + A cos(2π (t − c) / p))`, with the mean `m`, the
 * amplitude `A`, the peak at `c` and the period `p`. Over a day
 * `integral(t) = f m (t + A p / 2π × (sin(2π (t − c) / p) + sin(2π c / p)))`.
 *
 *     m (1 + A) |    ,-'''-.
 *               |  ,'   |   `.
 *             m |-/     c     \-----------/--> t
 *               |'             `.       ,'
 *     m (1 − A) |                `-...-'
 *               |<-------- p -------->|
 */
import type { Schedule } from '../../harness/contract/arrivals.ts';
import { type Millis, fromMillis, nanosPerSecond } from '../../harness/contract/units.ts';
import { invertIntegral } from './invert-integral.ts';
import { layOut } from './lay-out.ts';
import { cosineOfTurns, sineOfTurns } from './portable-math.ts';
import { type RateProfile, repeat, sequence } from './rate-profile.ts';
import type { SpecOf } from './spec-of.ts';

export function diurnal(spec: SpecOf<'diurnal'>, seed: number): Schedule {
  const { meanPerSecond, amplitude, periodMs, peakAtMs } = spec;
  const week = sequence(
    spec.dayFactors.map((factor) => day({ mean: factor * meanPerSecond, amplitude, periodMs, peakAtMs })),
  );
  return layOut(repeat(week, spec.durationMs), spec.spacing, seed);
}

interface Day {
  /** Invocations a second. */
  readonly mean: number;
  readonly amplitude: number;
  readonly periodMs: Millis;
  readonly peakAtMs: Millis;
}

function day({ mean, amplitude, periodMs, peakAtMs }: Day): RateProfile {
  const duration = fromMillis(periodMs);
  const peak = fromMillis(peakAtMs);
  const swing = (amplitude * duration) / (2 * Math.PI);
  const swungAtStart = sineOfTurns(peak / duration);
  const profile = {
    duration,
    rateAt: (t: number) => mean * (1 + amplitude * cosineOfTurns((t - peak) / duration)),
    integral: (t: number) =>
      (mean * (t + swing * (sineOfTurns((t - peak) / duration) + swungAtStart))) / nanosPerSecond,
  };
  return { ...profile, inverse: (k) => invertIntegral(profile, k) };
}
