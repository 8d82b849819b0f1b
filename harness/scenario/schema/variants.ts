/** `variants`: the same function in several languages, sizes and levels of isolation, beside each other. */
import { z } from 'zod';
import { isolationLevels } from '../../contract/provider.ts';
import { languages } from '../../contract/workload.ts';
import type { Variants } from '../scenario.ts';

export const variants: z.ZodType<Variants> = z
  .strictObject({
    runtime: z.array(z.enum(languages)).min(1).optional(),
    memoryMiB: z.array(z.int().min(128).max(10_240)).min(1).optional(),
    fillerMiB: z
      .array(z.number().min(0).max(240))
      .min(1)
      .optional()
      .describe('by which its package is made larger; 0 leaves it as it is'),
    isolation: z.array(z.enum(isolationLevels)).min(1).optional(),
  })
  .describe('every combination is measured; what this machine cannot run is left out, and said so');
