/** `kind: cold-start`: what a new instance costs, and where the time goes. */
import { z } from 'zod';
import type { ColdStartExperiment } from '../scenario.ts';
import { name } from './name.ts';
import { positiveDuration } from './quantities.ts';
import { variants } from './variants.ts';

const samples = z.int().min(1).max(10_000);

const natural = z
  .strictObject({
    idle: positiveDuration.describe('without an invocation; longer than an idle instance lives'),
    samples: samples.default(10),
  })
  .describe('cold starts that are not forced but waited for: they may differ from forced ones')
  .transform(({ idle, ...rest }) => ({ ...rest, idleMs: idle }));

export const coldStart: z.ZodType<ColdStartExperiment> & z.core.$ZodTypeDiscriminable = z.strictObject({
  kind: z.literal('cold-start'),
  name: name.default('cold-start'),
  functions: z.array(z.string()).min(1),
  samples: samples.default(30).describe('forced cold starts of each function; an interval for p95 needs 72'),
  natural: natural.optional(),
  variants: variants.optional(),
});
