/** `kind: throughput`, `payload`, `overhead`, `neighbour`, `workflow`: loads that are compared in rounds. */
import { z } from 'zod';
import type {
  NeighbourExperiment,
  OverheadExperiment,
  PayloadExperiment,
  ThroughputExperiment,
  WorkflowExperiment,
} from '../experiment-configs.ts';
import { name } from './name.ts';
import { duration, positiveDuration, rate, size } from './quantities.ts';

const fn = z.string();

const samples = (rounds: number): z.ZodDefault<z.ZodInt> =>
  z.int().min(1).max(1000).default(rounds).describe('rounds; an interval needs 5');

const rounds = (rest: { readonly forMs: string; readonly samples: number }) => ({
  samples: samples(rest.samples),
  for: positiveDuration.prefault(rest.forMs).describe('length of each load in a round'),
  warmUp: duration.prefault('3s').describe('the same load for this long, before the measurement'),
});

const ascending = (least: number, described: string) =>
  z
    .array(z.int().min(1))
    .min(least, { error: `expected at least ${least}` })
    .refine((values) => values.every((value, at) => value > (values[at - 1] ?? 0)), {
      error: 'expected each to be larger than the one before',
    })
    .describe(described);

type Parsed = { readonly for: number; readonly warmUp: number };

function withMillis<Fields extends Parsed>({
  for: forMs,
  warmUp: warmUpMs,
  ...rest
}: Fields): Omit<Fields, keyof Parsed> & { readonly forMs: number; readonly warmUpMs: number } {
  return { ...rest, forMs, warmUpMs };
}

export const throughput: z.ZodType<ThroughputExperiment> & z.core.$ZodTypeDiscriminable = z
  .strictObject({
    kind: z.literal('throughput'),
    name: name.default('throughput'),
    function: fn,
    concurrency: ascending(3, 'callers that never pause').prefault([1, 2, 4, 8, 16]),
    ...rounds({ forMs: '1s', samples: 5 }),
  })
  .transform(withMillis);

export const payload: z.ZodType<PayloadExperiment> & z.core.$ZodTypeDiscriminable = z
  .strictObject({
    kind: z.literal('payload'),
    name: name.default('payload'),
    function: fn.describe('gives back the payload that it gets'),
    sizes: z
      .array(size)
      .min(3, { error: 'expected at least 3' })
      .refine((values) => values.every((value, at) => value > (values[at - 1] ?? 0)), {
        error: 'expected each to be larger than the one before',
      })
      // 1 KiB is left for what is around the payload in an answer of 6 MiB, the most that AWS Lambda gives.
      .prefault(['1KiB', '16KiB', '128KiB', '512KiB', '1MiB', '2MiB', '4MiB', '6143KiB']),
    ...rounds({ forMs: '500ms', samples: 8 }),
  })
  .transform(withMillis);

export const overhead: z.ZodType<OverheadExperiment> & z.core.$ZodTypeDiscriminable = z
  .strictObject({
    kind: z.literal('overhead'),
    name: name.default('overhead'),
    function: fn,
    rate: rate.prefault('50/s').describe('low enough that no invocation waits for another'),
    ...rounds({ forMs: '2s', samples: 8 }),
  })
  .transform(({ rate: ratePerSecond, ...rest }) => ({ ...withMillis(rest), ratePerSecond }));

export const neighbour: z.ZodType<NeighbourExperiment> & z.core.$ZodTypeDiscriminable = z
  .strictObject({
    kind: z.literal('neighbour'),
    name: name.default('neighbour'),
    function: fn.describe('measured alone, and beside each neighbour'),
    rate: rate.prefault('20/s'),
    neighbours: z.array(fn).min(1),
    concurrency: z.int().min(1).default(2).describe('callers of the neighbour, which never pause'),
    ...rounds({ forMs: '2s', samples: 8 }),
  })
  .transform(({ rate: ratePerSecond, ...rest }) => ({ ...withMillis(rest), ratePerSecond }));

export const workflow: z.ZodType<WorkflowExperiment> & z.core.$ZodTypeDiscriminable = z
  .strictObject({
    kind: z.literal('workflow'),
    name: name.default('workflow'),
    step: fn.describe('called alone, and by the others'),
    chain: fn.optional().describe('calls one after the other'),
    fanOut: fn.optional().describe('calls all at once, and joins'),
    widths: ascending(2, 'calls of one workflow').prefault([1, 2, 4, 8]),
    payload: size.prefault('1KiB').describe('passed on by every call'),
    ...rounds({ forMs: '500ms', samples: 8 }),
  })
  .refine(({ chain, fanOut }) => chain !== undefined || fanOut !== undefined, {
    error: 'expected "chain", "fanOut" or both',
  })
  .transform(({ payload: payloadBytes, chain, fanOut, ...rest }) => ({
    ...withMillis(rest),
    chain,
    fanOut,
    payloadBytes,
  }));
