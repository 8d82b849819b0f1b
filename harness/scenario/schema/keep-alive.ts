/** `kind: keep-alive`: how long an idle instance lives. */
import { z } from 'zod';
import type { KeepAliveExperiment } from '../scenario.ts';
import { name } from './name.ts';
import { positiveDuration } from './quantities.ts';

export const keepAlive: z.ZodType<KeepAliveExperiment> & z.core.$ZodTypeDiscriminable = z
  .strictObject({
    kind: z.literal('keep-alive'),
    name: name.default('keep-alive'),
    function: z.string().describe('one that holds its instance for a moment, such as sleep'),
    pool: z.int().min(1).max(1000).default(8).describe('instances that are left idle at once'),
    shortest: positiveDuration.prefault('1m').describe('first time without an invocation'),
    longest: positiveDuration.prefault('30m').describe('beyond it nothing is looked for'),
    precision: z.number().min(0.001).max(0.2).default(0.01).describe('of the lifetime, as a share of it'),
    samples: z.int().min(1).max(100).default(1).describe('how often each time is tried'),
  })
  .refine(({ shortest, longest }) => shortest < longest, {
    path: ['longest'],
    error: 'expected more than "shortest"',
  })
  .transform(({ shortest, longest, ...rest }) => ({ ...rest, shortestMs: shortest, longestMs: longest }));
