/**
 * `faults` of the reference platform: the same document that it takes by `--faults` and `PUT /admin/faults`. The
 * instrument does not import what it measures, so the shape is stated here once more; a test holds the two together.
 */
import { z } from 'zod';
import type { FaultsConfig } from '../scenario.ts';

const longestMs = 24 * 3600 * 1000;
const size = z.number().min(0).max(longestMs);
const signedSize = z.number().min(-longestMs).max(longestMs);

const lawOf = (ms: z.ZodNumber): z.ZodType =>
  z.union(
    [
      ms.describe('exactly so many milliseconds'),
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('constant'), ms }),
        z
          .strictObject({ kind: z.literal('uniform'), leastMs: ms, mostMs: ms })
          .refine(({ leastMs, mostMs }) => leastMs <= mostMs, {
            path: ['leastMs'],
            error: 'expected no more than mostMs',
          }),
        z.strictObject({ kind: z.literal('exponential'), meanMs: size }),
        z.strictObject({ kind: z.literal('lognormal'), medianMs: size, sigma: z.number().min(0).max(10) }),
        z.strictObject({
          kind: z.literal('hyperexponential'),
          branches: z
            .array(z.strictObject({ share: z.number().min(0).max(1), meanMs: size }))
            .refine((branches) => Math.abs(branches.reduce((sum, { share }) => sum + share, 0) - 1) <= 1e-6, {
              error: 'expected shares that add up to 1',
            }),
        }),
        z.strictObject({
          kind: z.literal('measured'),
          sortedMs: z
            .array(ms)
            .min(1)
            .refine((all) => all.every((one, at) => at === 0 || one >= (all[at - 1] ?? one)), {
              error: 'expected numbers in rising order',
            }),
        }),
      ]),
    ],
    { error: 'expected milliseconds, or an object with the kind of a distribution' },
  );

const law = lawOf(size).meta({
  id: 'fault-duration',
  description: 'milliseconds, or how they are distributed',
});
const skew = lawOf(signedSize).meta({ id: 'fault-skew', description: 'the same, and it may be negative' });

const conditions = {
  probability: z.number().min(0).max(1).optional().describe('default: 1'),
  fromMs: z.number().min(0).optional().describe('since the declaration took effect; default: 0'),
  untilMs: z.number().min(0).optional().describe('the end is out; default: none'),
  most: z.int().min(0).optional().describe('most times that it is injected; default: no limit'),
};

const delay = z.strictObject({
  kind: z.literal('delay'),
  stage: z.enum(['placement', 'sandbox', 'runtime', 'code', 'handler', 'answer']),
  ms: law,
  ...conditions,
});
const crash = z.strictObject({
  kind: z.literal('crash'),
  when: z.enum(['before', 'during', 'after']).describe('of the handler; after: its answer is lost'),
  afterMs: law.optional().describe('during: since the handler began; default: 0'),
  ...conditions,
});
const throttle = z.strictObject({
  kind: z.literal('throttle'),
  reason: z
    .enum([
      'ConcurrentInvocationLimitExceeded',
      'FunctionInvocationRateLimitExceeded',
      'ReservedFunctionConcurrentInvocationLimitExceeded',
      'ReservedFunctionInvocationRateLimitExceeded',
      'CallerRateLimitExceeded',
      'ConcurrentSnapshotCreateLimitExceeded',
    ])
    .optional(),
  retryAfterMs: z.number().min(0).optional(),
  ...conditions,
});
const freeze = z.strictObject({
  kind: z.literal('freeze'),
  afterMs: law.optional(),
  ms: law,
  ...conditions,
});
const slowNetwork = z.strictObject({
  kind: z.literal('slowNetwork'),
  direction: z.enum(['request', 'answer', 'both']).optional(),
  latencyMs: law.optional(),
  bytesPerSecond: z.number().min(1).optional(),
  ...conditions,
});
const refuseStart = z.strictObject({ kind: z.literal('refuseStart'), ...conditions });
const loseEvent = z.strictObject({ kind: z.literal('loseEvent'), ...conditions });
const doubleEvent = z.strictObject({ kind: z.literal('doubleEvent'), ...conditions });
const clockSkew = z.strictObject({
  kind: z.literal('clockSkew'),
  of: z.enum(['instance', 'gateway']),
  ms: skew,
  ...conditions,
});

const fault = z
  .discriminatedUnion('kind', [
    delay,
    crash,
    refuseStart,
    throttle,
    freeze,
    slowNetwork,
    loseEvent,
    doubleEvent,
    clockSkew,
  ])
  .refine(({ fromMs = 0, untilMs = Infinity }) => untilMs > fromMs, {
    path: ['untilMs'],
    error: 'expected more than fromMs',
  })
  .meta({ id: 'fault' });

const faultOfFunction = fault.refine((one) => one.kind !== 'clockSkew' || one.of === 'instance', {
  path: ['of'],
  error: 'expected instance: the gateway belongs to no function',
});

export const faults: z.ZodType<FaultsConfig> = z
  .strictObject({
    seed: z.int().min(0).default(1),
    faults: z.array(fault).default([]).describe('of every function'),
    functions: z
      .record(z.string(), z.array(faultOfFunction))
      .default({})
      .describe('by name, for one function in addition'),
  })
  .describe('what is to go wrong: platform/faults/README.md');
