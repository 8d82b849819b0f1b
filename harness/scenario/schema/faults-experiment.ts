/** `kind: faults`: instances are killed while invocations and events come. */
import { z } from 'zod';
import type { FaultsExperiment } from '../experiment-configs.ts';
import { name } from './name.ts';
import { duration, positiveDuration, rate } from './quantities.ts';

const modes = ['sync', 'async'] as const;

export const faultsExperiment: z.ZodType<FaultsExperiment> & z.core.$ZodTypeDiscriminable = z
  .strictObject({
    kind: z.literal('faults'),
    name: name.default('faults'),
    function: z.string().describe('writes into the ledger that it gets the address of'),
    modes: z
      .array(z.enum(modes))
      .min(1)
      .default([...modes])
      .describe('waited for, or not'),
    rate: rate.prefault('20/s'),
    hold: positiveDuration.prefault('200ms').describe('how long an invocation holds its instance'),
    for: positiveDuration.prefault('20s').describe('length of each mode'),
    killEvery: positiveDuration.prefault('1s'),
    settle: duration
      .prefault('4m')
      .describe(
        "wait for retries of events, by the provider's own time: AWS Lambda retries after 1 and 2 minutes",
      ),
    warmUp: duration.prefault('3s'),
  })
  .transform(({ rate: ratePerSecond, hold, for: forMs, killEvery, settle, warmUp, ...rest }) => ({
    ...rest,
    ratePerSecond,
    holdMs: hold,
    forMs,
    killEveryMs: killEvery,
    settleMs: settle,
    warmUpMs: warmUp,
  }));
