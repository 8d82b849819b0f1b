/** Arrivals whose rate changes: evenly, in steps, in spikes, over the day. */
import { z } from 'zod';
import { spacings } from '../../contract/arrivals.ts';
import type { ArrivalsOption } from './arrivals-option.ts';
import { duration, positiveDuration, rate, rateOrZero } from './quantities.ts';

const spacing = z
  .enum(spacings)
  .default('even')
  .describe('at even distances, or as independent callers would');
const noInvocation = 'expected a rate above zero somewhere';

const ramp = z
  .strictObject({
    kind: z.literal('ramp'),
    from: rateOrZero,
    to: rateOrZero,
    duration: positiveDuration,
    spacing,
  })
  .refine(({ from, to }) => from > 0 || to > 0, { path: ['to'], error: noInvocation })
  .describe('a rate that changes evenly')
  .transform((spec) => ({
    kind: spec.kind,
    fromPerSecond: spec.from,
    toPerSecond: spec.to,
    durationMs: spec.duration,
    spacing: spec.spacing,
  }));

const step = z
  .strictObject({ rate: rateOrZero, duration: positiveDuration })
  .transform((spec) => ({ ratePerSecond: spec.rate, durationMs: spec.duration }));

const steps = z
  .strictObject({
    kind: z.literal('steps'),
    steps: z
      .array(step)
      .min(1, { error: 'expected at least one step', abort: true })
      .refine((all) => all.some(({ ratePerSecond }) => ratePerSecond > 0), {
        error: noInvocation,
      }),
    spacing,
  })
  .describe('one rate after the other');

const spikes = z
  .strictObject({
    kind: z.literal('spikes'),
    rate: rateOrZero.describe('between the spikes'),
    spikeRate: rate,
    spikeDuration: positiveDuration.describe('at the end of every period'),
    every: positiveDuration.describe('the period'),
    duration: positiveDuration,
    spacing,
  })
  .refine(({ spikeDuration, every }) => spikeDuration <= every, {
    path: ['spikeDuration'],
    error: 'expected a spike no longer than its period "every"',
  })
  .describe('a rate with another, higher one at the end of every period')
  .transform((spec) => ({
    kind: spec.kind,
    ratePerSecond: spec.rate,
    spikePerSecond: spec.spikeRate,
    everyMs: spec.every,
    spikeMs: spec.spikeDuration,
    durationMs: spec.duration,
    spacing: spec.spacing,
  }));

const diurnal = z
  .strictObject({
    kind: z.literal('diurnal'),
    mean: rate,
    amplitude: z
      .number()
      .min(0, 'expected an amplitude from 0 to 1')
      .max(1, 'expected an amplitude from 0 to 1')
      .describe('how far the rate swings to both sides, as a part of the mean'),
    period: positiveDuration.prefault('24h').describe('length of a day'),
    peakAt: duration.optional().describe('when the rate is highest; default: half a period from the start'),
    dayFactors: z
      .array(z.number().min(0, { error: 'a factor cannot be negative', abort: true }))
      .refine((all) => all.some((factor) => factor > 0), { error: 'expected a factor above zero somewhere' })
      .default([1])
      .describe('what each day of the week is multiplied with'),
    duration: positiveDuration,
    spacing,
  })
  .describe('the day as a sine')
  .transform((spec) => ({
    kind: spec.kind,
    meanPerSecond: spec.mean,
    amplitude: spec.amplitude,
    periodMs: spec.period,
    peakAtMs: spec.peakAt ?? spec.period / 2,
    dayFactors: spec.dayFactors,
    durationMs: spec.duration,
    spacing: spec.spacing,
  }));

export const changingArrivals: readonly ArrivalsOption[] = [ramp, steps, spikes, diurnal];
