/** `kind: load` and `kind: mix`: traffic over some time, on functions one after the other or on several at once. */
import { z } from 'zod';
import type { LoadModel } from '../../contract/load-model.ts';
import type { LoadExperiment, MixExperiment } from '../scenario.ts';
import { loadArrivals } from './arrivals.ts';
import { closedLoad } from './closed-load.ts';
import { name } from './name.ts';
import { duration } from './quantities.ts';

const warmUp = duration.prefault('3s').describe('the same load for this long, before the measurement');
const models = {
  arrivals: loadArrivals.optional().describe('open model: arrivals wait for no answer'),
  closed: closedLoad.optional().describe('closed model: callers wait for their answers'),
};

interface Models {
  readonly arrivals?: z.output<typeof loadArrivals> | undefined;
  readonly closed?: z.output<typeof closedLoad> | undefined;
}

function toModel({ arrivals, closed }: Models): LoadModel | undefined {
  if (closed !== undefined) return closed;
  return arrivals === undefined ? undefined : { model: 'open', arrivals };
}

/** The same load on functions, one after the other: what is asked of it differs by the kind. */
const loadOf = <Kind extends 'load' | 'cost'>(
  kind: Kind,
): z.ZodType<LoadExperiment & { readonly kind: Kind }> & z.core.$ZodTypeDiscriminable =>
  z
    .strictObject({
      kind: z.literal(kind),
      name: name.default(kind),
      functions: z.array(z.string()).min(1).describe('one after the other'),
      ...models,
      warmUp,
    })
    .transform(({ name: title, functions, warmUp: warmUpMs, arrivals, closed }, context) => {
      const model = toModel({ arrivals, closed });
      if (model === undefined || (arrivals !== undefined && closed !== undefined)) {
        const found = model === undefined ? 'none of them is there' : 'both are there';
        context.addIssue({ code: 'custom', message: `expected one of "arrivals" and "closed"; ${found}` });
        return z.NEVER;
      }
      return { kind, name: title, functions, load: model, warmUpMs };
    });

/** How it behaves under this load. */
export const load: ReturnType<typeof loadOf<'load'>> = loadOf('load');
/** What a million invocations of this load cost. */
export const cost: ReturnType<typeof loadOf<'cost'>> = loadOf('cost');

const share = z
  .strictObject({
    weight: z.number().positive('expected a weight above zero').optional(),
    ...models,
  })
  .refine(
    ({ weight, arrivals, closed }) =>
      [weight, arrivals, closed].filter((one) => one !== undefined).length === 1,
    { error: 'expected exactly one of "weight", "arrivals" and "closed"' },
  );

export const mix: z.ZodType<MixExperiment> & z.core.$ZodTypeDiscriminable = z
  .strictObject({
    kind: z.literal('mix'),
    name: name.default('mix'),
    arrivals: loadArrivals.optional().describe('shared by the functions that have a weight'),
    functions: z
      .record(z.string(), share)
      .refine((functions) => Object.keys(functions).length > 0, { error: 'expected at least one function' }),
    warmUp,
  })
  .transform(({ kind, name: title, arrivals, functions, warmUp: warmUpMs }, context): MixExperiment => {
    const entries = Object.entries(functions);
    const weights = entries.map(([, { weight = 0 }]) => weight);
    const isShared = weights.some((weight) => weight > 0);
    if (isShared !== (arrivals !== undefined)) {
      const message = isShared
        ? 'functions with a "weight" share "arrivals", and there are none'
        : 'nothing shares these arrivals: give a function a "weight"';
      context.addIssue({ code: 'custom', message, path: ['arrivals'] });
      return z.NEVER;
    }
    return {
      kind,
      name: title,
      parts: entries.map(([fn, own], at): MixExperiment['parts'][number] => ({
        function: fn,
        load: toModel(own) ?? {
          model: 'open',
          arrivals: { kind: 'share', of: arrivals as NonNullable<typeof arrivals>, weights, at },
        },
      })),
      warmUpMs,
    };
  });
