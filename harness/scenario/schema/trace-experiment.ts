/** `kind: trace`: a recorded load, or one made up like it, is played on copies of a function. */
import { z } from 'zod';
import type { TraceExperiment } from '../experiment-configs.ts';
import { name } from './name.ts';
import { positiveDuration } from './quantities.ts';

const placements = ['even', 'uniform', 'poisson'] as const;

export const traceExperiment: z.ZodType<TraceExperiment> & z.core.$ZodTypeDiscriminable = z
  .strictObject({
    kind: z.literal('trace'),
    name: name.default('trace'),
    function: z.string().describe('takes sleepMs, or busyMs; each function of the trace is a copy of it'),
    invocations: z
      .string()
      .optional()
      .describe('CSV file of the Azure Functions trace of 2019 or 2021; absent: a synthetic trace'),
    durations: z.string().optional().describe('of the trace of 2019'),
    memory: z.string().optional().describe('of the trace of 2019'),
    count: z.int().min(1).max(1000).default(20).describe('functions of the trace, drawn with the seed'),
    fromMinute: z.int().min(0).default(0),
    minutes: z.int().min(1).max(20_160).default(10),
    placement: z.enum(placements).default('uniform').describe('of invocations inside a minute'),
    rate: z.number().positive().default(1).describe('how many times as many invocations'),
    time: z.number().positive().default(1).describe('how many times as long the gaps'),
    longest: positiveDuration.prefault('10s').describe('no invocation takes longer'),
  })
  .transform(({ invocations, durations, memory, count, longest, ...rest }) => ({
    ...rest,
    files: invocations === undefined ? undefined : { invocations, durations, memory },
    functions: count,
    longestMs: longest,
    parts: [],
  }));
