/** `kind: scale-out`: how fast the platform grows from nothing, when as much comes at once, from one moment on, or rising. */
import { z } from 'zod';
import type { ScaleOutDemand, ScaleOutExperiment } from '../scenario.ts';
import { name } from './name.ts';
import { positiveDuration, rate } from './quantities.ts';

const instances = z.int().min(2).max(10_000).describe('invocations that come at once');
const over = (describe: string) =>
  z
    .strictObject({ rate: rate.describe(describe), duration: positiveDuration })
    .transform((spec) => ({ ratePerSecond: spec.rate, durationMs: spec.duration }));

export const scaleOut: z.ZodType<ScaleOutExperiment> & z.core.$ZodTypeDiscriminable = z
  .strictObject({
    kind: z.literal('scale-out'),
    name: name.default('scale-out'),
    function: z.string().describe('one that holds its instance: a second tells queueing from scaling'),
    instances: instances.optional(),
    step: over('from the first moment on').optional(),
    ramp: over('reached evenly, from none').optional(),
    samples: z.int().min(1).max(1000).default(3).describe('how often, each time from no instance'),
  })
  .transform(({ instances: count, step, ramp, ...rest }, context): ScaleOutExperiment => {
    const demands: ScaleOutDemand[] = [
      ...(count === undefined ? [] : [{ kind: 'burst', instances: count } as const]),
      ...(step === undefined ? [] : [{ kind: 'step', ...step } as const]),
      ...(ramp === undefined ? [] : [{ kind: 'ramp', ...ramp } as const]),
    ];
    const [demand] = demands;
    if (demand === undefined || demands.length > 1) {
      const found = demand === undefined ? 'none of them is there' : `${demands.length} of them are there`;
      context.addIssue({
        code: 'custom',
        message: `expected one of "instances", "step" and "ramp"; ${found}`,
      });
      return z.NEVER;
    }
    return { ...rest, demand };
  });
