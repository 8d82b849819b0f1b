/** Durations and rates as people write them: `500ms`, `15s`, `10m`; `100/s`, `30/m`. */
import { z } from 'zod';

const millisPerUnit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
const durationPattern = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/;
const ratePattern = /^(\d+(?:\.\d+)?)\/(s|m|h)$/;

const expectedDuration = 'expected a duration with its unit, such as 500ms, 15s or 10m';
const expectedRate = 'expected a rate with its unit, such as 100/s or 30/m';

/** Says of a negative amount that it is negative, and of anything else what was expected. */
const orNegative =
  (expected: string, negative: string) =>
  ({ input }: { readonly input?: unknown }): string =>
    typeof input === 'string' && input.startsWith('-') ? negative : expected;

/** A duration with its unit; milliseconds after parsing. */
export const duration: z.ZodType<number, string> = z
  .string({ error: expectedDuration })
  .regex(durationPattern, {
    error: orNegative(expectedDuration, 'a duration cannot be negative'),
    abort: true,
  })
  .transform((text) => {
    const [, amount, unit] = durationPattern.exec(text) ?? [];
    return Number(amount) * millisPerUnit[unit as keyof typeof millisPerUnit];
  });

/** A duration above zero. */
export const positiveDuration: z.ZodType<number, string> = duration.refine((millis) => millis > 0, {
  error: 'expected a duration above zero',
  abort: true,
});

const bytesPerUnit = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20 } as const;
const sizePattern = /^(\d+(?:\.\d+)?)(B|KiB|MiB)$/;
const expectedSize = 'expected a size with its unit, such as 500B, 64KiB or 1MiB';

/** A size with its unit; whole bytes after parsing. */
export const size: z.ZodType<number, string> = z
  .string({ error: expectedSize })
  .regex(sizePattern, { error: orNegative(expectedSize, 'a size cannot be negative'), abort: true })
  .transform((text) => {
    const [, amount, unit] = sizePattern.exec(text) ?? [];
    return Math.round(Number(amount) * bytesPerUnit[unit as keyof typeof bytesPerUnit]);
  });

/** Invocations in a unit of time, or none; invocations a second after parsing. */
export const rateOrZero: z.ZodType<number, string> = z
  .string({ error: expectedRate })
  .regex(ratePattern, { error: orNegative(expectedRate, 'a rate cannot be negative'), abort: true })
  .transform((text) => {
    const [, amount, unit] = ratePattern.exec(text) ?? [];
    return Number(amount) / (millisPerUnit[unit as keyof typeof millisPerUnit] / 1000);
  });

/** A rate above zero. */
export const rate: z.ZodType<number, string> = rateOrZero.refine((perSecond) => perSecond > 0, {
  error: 'expected a rate above zero',
  abort: true,
});
