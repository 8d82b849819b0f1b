/** One entry of `experiments`: the question that is asked. */
import { z } from 'zod';
import type { ExperimentConfig } from '../scenario.ts';
import { load, mix } from './load-experiments.ts';
import { name } from './name.ts';

const functionNames = z.array(z.string()).min(1);

const coldStart = z.strictObject({
  kind: z.literal('cold-start'),
  name: name.default('cold-start'),
  functions: functionNames,
  samples: z
    .int()
    .min(1)
    .max(10_000)
    .default(30)
    .describe('forced cold starts of each function; an interval for p95 needs 72'),
});

const scaleOut = z.strictObject({
  kind: z.literal('scale-out'),
  name: name.default('scale-out'),
  function: z.string(),
  instances: z.int().min(2).max(10_000).describe('invocations that come at once, from no instance'),
});

export const experiment: z.ZodType<ExperimentConfig> = z.discriminatedUnion('kind', [
  coldStart,
  scaleOut,
  load,
  mix,
]);
