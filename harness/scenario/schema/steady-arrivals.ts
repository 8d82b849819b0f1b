/** Arrivals whose rate stays, or that have none: one rate, one instant, gaps, a trace. */
import { z } from 'zod';
import { spacings } from '../../contract/arrivals.ts';
import type { ArrivalsOption } from './arrivals-option.ts';
import { duration, positiveDuration, rate } from './quantities.ts';

const constant = z
  .strictObject({ kind: z.literal('constant'), rate, duration: positiveDuration })
  .describe('at a fixed distance')
  .transform((spec) => ({ kind: spec.kind, ratePerSecond: spec.rate, durationMs: spec.duration }));

const poisson = z
  .strictObject({ kind: z.literal('poisson'), rate, duration: positiveDuration })
  .describe('independent of each other')
  .transform((spec) => ({ kind: spec.kind, ratePerSecond: spec.rate, durationMs: spec.duration }));

const renewal = z
  .strictObject({
    kind: z.literal('renewal'),
    rate,
    duration: positiveDuration,
    variation: z
      .number()
      .min(0, 'expected a variation from 0 up')
      .max(100, 'expected a variation up to 100')
      .describe('standard deviation of the gaps over their mean; 0 is constant, 1 is poisson'),
  })
  .describe('independent gaps, as even or uneven as is asked')
  .transform(({ rate: ratePerSecond, duration: durationMs, ...rest }) => ({
    ...rest,
    ratePerSecond,
    durationMs,
  }));

const jitter = z
  .strictObject({
    kind: z.literal('jitter'),
    rate,
    duration: positiveDuration,
    jitter: z
      .number()
      .min(0, 'expected a jitter from 0 to 1')
      .max(1, 'expected a jitter from 0 to 1')
      .describe('how far each is moved at most, in distances'),
  })
  .describe('at a fixed distance, each moved a little')
  .transform((spec) => ({
    kind: spec.kind,
    ratePerSecond: spec.rate,
    durationMs: spec.duration,
    jitter: spec.jitter,
  }));

const burst = z
  .strictObject({ kind: z.literal('burst'), count: z.int().min(1, 'expected at least one invocation') })
  .describe('all at one instant; inside concat or superpose');

const idleGap = z
  .strictObject({
    kind: z.literal('idle-gap'),
    gaps: z.array(positiveDuration).min(1, 'expected at least one gap'),
  })
  .describe('one invocation, and after each gap another')
  .transform((spec) => ({ kind: spec.kind, gapsMs: spec.gaps }));

const counts = z
  .strictObject({
    kind: z.literal('counts'),
    counts: z
      .array(z.int().min(0, { error: 'a count cannot be negative', abort: true }))
      .refine((all) => all.some((count) => count > 0), { error: 'expected at least one invocation' })
      .describe('invocations in each interval'),
    interval: positiveDuration.prefault('1m'),
    spacing: z.enum(spacings).default('poisson').describe('inside an interval'),
  })
  .describe('a trace of counts')
  .transform(({ interval, ...rest }) => ({ ...rest, intervalMs: interval }));

const stamps = z
  .strictObject({
    kind: z.literal('stamps'),
    at: z.array(duration).min(1, 'expected at least one invocation').superRefine(checkAscending),
  })
  .describe('a trace of single invocations')
  .transform((spec) => ({ kind: spec.kind, atMs: spec.at }));

export const steadyArrivals: readonly [ArrivalsOption, ...ArrivalsOption[]] = [
  constant,
  poisson,
  renewal,
  jitter,
  burst,
  idleGap,
  counts,
  stamps,
];

/** One problem, at the first that is out of order: the others follow from it. */
function checkAscending(all: readonly number[], context: z.RefinementCtx): void {
  const wrong = all.findIndex((stamp, at) => stamp < (all[at - 1] ?? 0));
  if (wrong === -1) return;
  context.addIssue({
    code: 'custom',
    path: [wrong],
    message: 'expected times in ascending order',
  });
}
