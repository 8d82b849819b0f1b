/** One entry of `experiments`: the question that is asked. */
import { z } from 'zod';
import type { ExperimentConfig } from '../scenario.ts';
import { coldStart } from './cold-start.ts';
import { load, mix } from './load-experiments.ts';
import { name } from './name.ts';

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
