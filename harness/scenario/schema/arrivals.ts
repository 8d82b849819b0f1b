/** `arrivals`: when invocations start, as people write it. */
import { z } from 'zod';
import type { ArrivalSpec } from '../../contract/arrivals.ts';
import { changingArrivals } from './changing-arrivals.ts';
import { positiveDuration } from './quantities.ts';
import { steadyArrivals } from './steady-arrivals.ts';

type ArrivalsSchema = z.ZodType<ArrivalSpec>;
type PartsSchema = z.ZodType<ArrivalSpec[]>;

const factor = z.number().positive('expected a factor above zero').default(1);

// Combinations hold arrivals themselves: getters, because the schema of all kinds is made below.
const concat = z
  .strictObject({
    kind: z.literal('concat'),
    get parts(): PartsSchema {
      return parts;
    },
  })
  .describe('one after the other');

const superpose = z
  .strictObject({
    kind: z.literal('superpose'),
    get parts(): PartsSchema {
      return parts;
    },
  })
  .describe('all at once');

const scale = z
  .strictObject({
    kind: z.literal('scale'),
    get of(): ArrivalsSchema {
      return arrivals;
    },
    rate: factor.describe('so many times as many invocations'),
    time: factor.describe('over so many times as long'),
  })
  .describe('other arrivals, more or fewer, faster or slower');

const limit = z
  .strictObject({
    kind: z.literal('limit'),
    get of(): ArrivalsSchema {
      return arrivals;
    },
    invocations: z.int().min(1, 'expected at least one invocation').optional(),
    duration: positiveDuration.optional(),
  })
  .refine(({ invocations, duration }) => invocations !== undefined || duration !== undefined, {
    error: 'expected "invocations", "duration" or both; none of them is there',
  })
  .describe('no more than so many, no longer than so long')
  .transform(({ duration, ...rest }) => ({ ...rest, durationMs: duration }));

const share = z
  .strictObject({
    kind: z.literal('share'),
    get of(): ArrivalsSchema {
      return arrivals;
    },
    weights: z
      .array(z.number().min(0, { error: 'a weight cannot be negative', abort: true }))
      .refine((all) => all.some((weight) => weight > 0), { error: 'expected a weight above zero' }),
    at: z.int().min(0).describe('which entry of the weights, from 0'),
  })
  .refine(({ weights, at }) => at < weights.length, {
    path: ['at'],
    error: 'expected the place of an entry of "weights", counted from 0',
  })
  .describe('the part of other arrivals that falls to one of several weights');

const arrivals: ArrivalsSchema = z
  .discriminatedUnion('kind', [
    ...steadyArrivals,
    ...changingArrivals,
    concat,
    superpose,
    scale,
    limit,
    share,
  ])
  .meta({ id: 'arrivals' });

const parts: PartsSchema = z.array(arrivals).min(1, { error: 'expected at least one part', abort: true });

/** A load lasts: a burst alone has no rate, and its warm-up would be the burst itself. */
export const loadArrivals: ArrivalsSchema = arrivals.pipe(
  z.custom<ArrivalSpec>((spec) => lasts(spec as ArrivalSpec), {
    error: 'a burst lasts no time: put it into "concat" or "superpose", or measure it with "kind: scale-out"',
  }),
);

function lasts(spec: ArrivalSpec): boolean {
  if (spec.kind === 'burst') return false;
  if ('parts' in spec) return spec.parts.some(lasts);
  return 'of' in spec ? lasts(spec.of) : true;
}
