/** `kind: spectrum`: one function at every level of isolation, from virtual machine to isolate. */
import { z } from 'zod';
import { isolationLevels } from '../../contract/provider.ts';
import { toVariantName } from '../expand-variants.ts';
import type { SpectrumExperiment } from '../scenario.ts';
import { name } from './name.ts';
import { positiveDuration } from './quantities.ts';

export const spectrum: z.ZodType<SpectrumExperiment> & z.core.$ZodTypeDiscriminable = z
  .strictObject({
    kind: z.literal('spectrum'),
    name: name.default('spectrum'),
    function: z.string(),
    neighbour: z.string().describe('a function that keeps the processor busy, such as spin'),
    levels: z
      .array(z.enum(isolationLevels))
      .min(1)
      .default(isolationLevels.toReversed())
      .describe('those that this machine cannot run are listed with the reason'),
    samples: z.int().min(1).max(10_000).default(6).describe('cold starts at each level'),
    warm: positiveDuration.prefault('3s').describe('length of the warm measurements'),
  })
  .transform(({ levels, warm, ...rest }) => ({
    ...rest,
    warmMs: warm,
    levels: levels.map((level) => ({ level, function: toVariantName(rest.function, { isolation: level }) })),
  }));
