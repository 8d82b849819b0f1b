/** Durations and rates as people write them: `500ms`, `15s`, `10m`; `100/s`, `30/m`. */
import { z } from 'zod';

const millisPerUnit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
const durationPattern = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/;
const ratePattern = /^(\d+(?:\.\d+)?)\/(s|m|h)$/;

/** A duration with its unit; milliseconds after parsing. */
export const duration: z.ZodType<number, string> = z
  .string({ error: 'expected a duration with its unit, such as 500ms, 15s or 10m' })
  .regex(durationPattern, 'expected a duration with its unit, such as 500ms, 15s or 10m')
  .transform((text) => {
    const [, amount, unit] = durationPattern.exec(text) ?? [];
    return Number(amount) * millisPerUnit[unit as keyof typeof millisPerUnit];
  });

/** A duration above zero. */
export const positiveDuration: z.ZodType<number, string> = duration.refine((millis) => millis > 0, {
  error: 'expected a duration above zero',
});

/** Invocations in a unit of time; invocations a second after parsing. */
export const rate: z.ZodType<number, string> = z
  .string({ error: 'expected a rate with its unit, such as 100/s or 30/m' })
  .regex(ratePattern, 'expected a rate with its unit, such as 100/s or 30/m')
  .transform((text) => {
    const [, amount, unit] = ratePattern.exec(text) ?? [];
    return Number(amount) / (millisPerUnit[unit as keyof typeof millisPerUnit] / 1000);
  })
  .refine((perSecond) => perSecond > 0, { error: 'expected a rate above zero' });
