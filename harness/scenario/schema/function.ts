/** One entry of `functions`: where its code is and what it is invoked with. */
import { z } from 'zod';
import { outcomes } from '../../contract/invocation.ts';
import { isolationLevels, runtimes } from '../../contract/provider.ts';
import type { FunctionConfig, FunctionSource } from '../scenario.ts';
import { positiveDuration } from './quantities.ts';

const entry = z.strictObject({
  use: z.string().optional().describe('a function of the catalogue: noop, sleep, cpu or json'),
  folder: z.string().min(1).optional().describe('a folder with your own function, relative to this file'),
  url: z.url().optional().describe('a function that is already deployed and answers over HTTP'),
  runtime: z.enum(runtimes).default('nodejs'),
  handler: z.string().min(1).default('index.handler').describe('of your own function, as file.function'),
  memoryMiB: z.int().min(128).max(10_240).default(256),
  timeout: positiveDuration.prefault('10s').describe('time limit of an invocation'),
  event: z.json().optional().describe('what it is invoked with; default: its own'),
  expect: z
    .record(z.string(), z.json())
    .optional()
    .describe('output check: fields that the output must have; an answer without them is incorrect'),
  environment: z.record(z.string(), z.string()).default({}),
  isolation: z
    .enum(isolationLevels)
    .optional()
    .describe('of the reference platform: what holds its instances apart; default: process'),
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
  ({ timeout, memoryMiB, event, expect, environment, isolation, retry, optional, ...code }) => ({
    source: toSource(code),
    memoryMiB,
    timeoutMs: timeout,
    event,
    expectedOutput: expect,
    environment,
    isolation,
    retry,
    optional,
  }),
);

/** The semantic checks see to it that exactly one source is there. */
function toSource(code: {
  use?: string | undefined;
  folder?: string | undefined;
  url?: string | undefined;
  runtime: (typeof runtimes)[number];
  handler: string;
}): FunctionSource {
  if (code.url !== undefined) return { kind: 'deployed', url: code.url };
  if (code.folder !== undefined) {
    return { kind: 'folder', folder: code.folder, runtime: code.runtime, handler: code.handler };
  }
  return {
    kind: 'catalog',
    name: code.use ?? '',
    runtime: code.runtime === 'python' ? 'python' : 'nodejs',
  };
}
