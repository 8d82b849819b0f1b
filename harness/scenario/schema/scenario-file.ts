/** The whole scenario file: what may be written, what it means, what is filled in. */
import { z } from 'zod';
import { expandVariants } from '../expand-variants.ts';
import type { Scenario } from '../scenario.ts';
import { cost } from './cost.ts';
import { experiment } from './experiment.ts';
import { functionEntry } from './function.ts';
import { generator } from './generator.ts';
import { name } from './name.ts';
import { provider } from './provider.ts';
import { sink } from './sink.ts';
import { threshold } from './threshold.ts';

const file = z.strictObject({
  $schema: z.string().optional().describe('for editors'),
  name,
  seed: z.int().min(0).default(1).describe('decides every random choice of the run'),
  provider: provider.prefault({ id: 'reference' }),
  functions: z.record(name, functionEntry),
  generator: generator.prefault({}),
  experiments: z.array(experiment).min(1, 'expected at least one experiment'),
  cost: cost.prefault({}),
  thresholds: z.array(threshold).default([]).describe('what the result has to hold for exit code 0'),
  sinks: z.array(sink).default([]).describe('where the run is streamed to, besides its own directory'),
});

export const scenarioFile: z.ZodType<Scenario> = file.transform(({ $schema, ...scenario }) =>
  expandVariants(scenario),
);

/** The JSON Schema of the file, for editors and for `faasmark schema`. */
export function createScenarioJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(file, { io: 'input' }),
    title: 'faasmark scenario',
  };
}
