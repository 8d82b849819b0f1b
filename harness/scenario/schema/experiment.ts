/** One entry of `experiments`: the question that is asked. */
import { z } from 'zod';
import type { ExperimentConfig } from '../scenario.ts';
import { coldStart } from './cold-start.ts';
import { faultsExperiment } from './faults-experiment.ts';
import { keepAlive } from './keep-alive.ts';
import { cost, load, mix } from './load-experiments.ts';
import { neighbour, overhead, payload, throughput, workflow } from './round-experiments.ts';
import { scaleOut } from './scale-out.ts';
import { traceExperiment } from './trace-experiment.ts';
import { spectrum } from './spectrum.ts';

export const experiment: z.ZodType<ExperimentConfig> = z.discriminatedUnion('kind', [
  coldStart,
  scaleOut,
  keepAlive,
  spectrum,
  cost,
  load,
  mix,
  throughput,
  payload,
  overhead,
  neighbour,
  workflow,
  faultsExperiment,
  traceExperiment,
]);
