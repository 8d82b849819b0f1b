/** One entry of `functions`: where its code is and what it is invoked with. */
import { z } from 'zod';
import { outcomes } from '../../contract/invocation.ts';
import { isolationLevels, networks } from '../../contract/provider.ts';
import { type Language, inputSizes, languages } from '../../contract/workload.ts';
import type { FunctionConfig, FunctionSource } from '../scenario.ts';
import { positiveDuration } from './quantities.ts';

const entry = z.strictObject({
  use: z.string().optional().describe('a function of the catalogue; "faasmark functions" lists them'),
  folder: z.string().min(1).optional().describe('a folder with your own function, relative to this file'),
  url: z.url().optional().describe('a function that is already deployed and answers over HTTP'),
  runtime: z
    .enum([...languages, 'provided'])
    .default('nodejs')
    .describe('go is for functions of the catalogue; provided, an executable bootstrap, for your own'),
  handler: z.string().min(1).default('index.handler').describe('of your own function, as file.function'),
  memoryMiB: z.int().min(128).max(10_240).default(256),
  timeout: positiveDuration.prefault('10s').describe('time limit of an invocation'),
  input: z
    .enum(inputSizes)
    .optional()
    .describe('of a function of the catalogue: which of its own events; default: small'),
  event: z
    .json()
    .optional()
    .describe('what it is invoked with; beside "input", the fields that take the place of its own'),
  expect: z
    .record(z.string(), z.json())
    .optional()
    .describe('output check: fields that the output must have; an answer without them is incorrect'),
  environment: z.record(z.string(), z.string()).default({}),
  isolation: z
    .enum(isolationLevels)
    .optional()
    .describe('of the reference platform: what holds its instances apart; default: process'),
  network: z
    .enum(networks)
    .optional()
    .describe(
      'of the reference platform: whether it reaches the network of this machine; default: if it must',
    ),
  fillerMiB: z
    .number()
    .positive()
    .max(240)
    .optional()
    .describe('make its package larger by so many MiB that cannot be compressed'),
  retry: z
    .strictObject({
      attempts: z.int().min(2).max(100).describe('in all'),
      outcomes: z.array(z.enum(outcomes)).min(1).default(['throttled']),
    })
    .optional()
    .describe('try again at once after these outcomes; default: an invocation has one attempt'),
  optional: z.boolean().default(false).describe('leave it out, and say so, where its runtime is missing'),
});

export const functionEntry: z.ZodType<FunctionConfig> = entry.transform(
  ({ use, folder, url, runtime, handler, timeout, expect, ...same }) => ({
    ...same,
    source: toSource({ use, folder, url, runtime, handler }),
    timeoutMs: timeout,
    expectedOutput: expect,
  }),
);

/** The semantic checks see to it that exactly one source is there, in a language that it can have. */
function toSource(code: {
  use: string | undefined;
  folder: string | undefined;
  url: string | undefined;
  runtime: Language | 'provided';
  handler: string;
}): FunctionSource {
  const { use = '', folder, url, runtime, handler } = code;
  if (url !== undefined) return { kind: 'deployed', url };
  if (folder === undefined) {
    return { kind: 'catalog', name: use, runtime: runtime === 'provided' ? 'go' : runtime };
  }
  return { kind: 'folder', folder, runtime: runtime === 'go' ? 'provided' : runtime, handler };
}
