/** A price list as data, with a date and a source for every figure, and its validation. */
import { z } from 'zod';
import { FaasmarkError } from '../../contract/errors.ts';
import { type ListEntry, listEntry } from './lists/list-entry.ts';
import { type Quantity, quantities } from './usage.ts';

/** A price that holds up to a monthly amount; the last one has no limit. */
export interface PriceTier {
  readonly upTo: number | null;
  /** US dollars for one unit. */
  readonly usd: number;
}

export interface Price {
  /** Ascending. */
  readonly tiers: readonly PriceTier[];
  /** Given away, or included, each month. */
  readonly free: number;
  readonly source: string;
  /** When the source had this figure: YYYY, YYYY-MM or YYYY-MM-DD; null: not on record. */
  readonly readAt: string | null;
  /** What no public source settled. */
  readonly doubt?: string | undefined;
  /** Where the provider's machine-readable list has it. */
  readonly list?: ListEntry | undefined;
}

/** US dollars without tax. */
export interface PriceBook {
  readonly schema: 'faasmark/prices/1';
  readonly id: string;
  readonly provider: string;
  readonly region: string;
  /** Null: the prices hold for any. */
  readonly architecture: 'x86_64' | 'arm64' | null;
  readonly currency: 'USD';
  readonly prices: Readonly<Partial<Record<Quantity, Price>>>;
}

const tier: z.ZodType<PriceTier> = z.strictObject({
  upTo: z.number().positive().nullable(),
  usd: z.number().nonnegative(),
});

const price: z.ZodType<Price> = z.strictObject({
  tiers: z
    .array(tier)
    .min(1)
    .refine(areAscending, 'expected ascending tiers, of which only the last has no limit'),
  free: z.number().nonnegative().default(0),
  source: z.string().min(1),
  readAt: z
    .string()
    .regex(/^\d{4}(-\d{2}){0,2}$/, 'expected a date as YYYY, YYYY-MM or YYYY-MM-DD')
    .nullable(),
  doubt: z.string().optional(),
  list: listEntry.optional(),
});

const priceBook: z.ZodType<PriceBook> = z.strictObject({
  schema: z.literal('faasmark/prices/1'),
  id: z.string().min(1),
  provider: z.string().min(1),
  region: z.string().min(1),
  architecture: z.enum(['x86_64', 'arm64']).nullable(),
  currency: z.literal('USD'),
  prices: z.partialRecord(z.enum(quantities as [Quantity, ...Quantity[]]), price),
});

/**
 * @param name - of the file, for the message.
 * @throws FaasmarkError `PRICES_INVALID`.
 */
export function parsePriceBook(value: unknown, name: string): PriceBook {
  const parsed = priceBook.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new FaasmarkError('PRICES_INVALID', `${name} is no price book: ${z.prettifyError(parsed.error)}`, {
    hint: 'Compare it with the books in harness/analyze/cost/price-books.',
  });
}

/** The date of the oldest figure, as a price is as old as that; `an unknown date` where none is on record. */
export function toAsOf(book: PriceBook): string {
  const dates = Object.values(book.prices).flatMap(({ readAt }) => readAt ?? []);
  return dates.toSorted()[0] ?? 'an unknown date';
}

function areAscending(tiers: readonly PriceTier[]): boolean {
  return tiers.every(({ upTo }, at) =>
    at === tiers.length - 1 ? upTo === null : upTo !== null && upTo > (tiers[at - 1]?.upTo ?? 0),
  );
}
