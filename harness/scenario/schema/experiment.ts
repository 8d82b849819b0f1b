/** One entry of `experiments`: the question that is asked. */
import { z } from 'zod';
import type { ExperimentConfig } from '../scenario.ts';
import { coldStart } from './cold-start.ts';
import { keepAlive } from './keep-alive.ts';
import { load, mix } from './load-experiments.ts';
import { scaleOut } from './scale-out.ts';

export const experiment: z.ZodType<ExperimentConfig> = z.discriminatedUnion('kind', [
  coldStart,
  scaleOut,
  keepAlive,
  load,
  mix,
]);
