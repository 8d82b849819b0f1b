/** What would change in the price books by what the providers list now. Nothing is written here. */
import { FaasmarkError } from '../../../contract/errors.ts';
import type { Price, PriceBook, PriceTier } from '../price-book.ts';
import type { Quantity } from '../usage.ts';
import type { ListKind } from './list-entry.ts';
import type { FindTiers } from './listed-prices.ts';

/** A change by more than this share is rather an error than a new price. */
const mostChange = 0.5;
/** Lists and books round at different digits; below this share it is the same price. */
const sameWithin = 1e-6;

export interface PriceChange {
  readonly book: string;
  readonly quantity: Quantity;
  /** Undefined: the list does not have it. */
  readonly listed: readonly PriceTier[] | undefined;
  readonly known: readonly PriceTier[];
  /** By which share the tier that changed most differs; 1 where the number of tiers does. */
  readonly change: number;
}

/** @param lists - those that are to be asked. @returns Only what differs, or is missing. */
export async function proposeChanges(
  books: readonly PriceBook[],
  lists: Partial<Record<ListKind, FindTiers>>,
): Promise<PriceChange[]> {
  const changes: PriceChange[] = [];
  for (const book of books) {
    for (const [quantity, price] of Object.entries(book.prices) as [Quantity, Price][]) {
      const find = price.list && lists[price.list.kind];
      if (price.list === undefined || find === undefined) continue;
      const listed = await find(price.list, book.region);
      const change = listed === undefined ? 0 : toChange(price.tiers, listed);
      if (listed !== undefined && change <= sameWithin) continue;
      changes.push({ book: book.id, quantity, listed, known: price.tiers, change });
    }
  }
  return changes;
}

/** @throws FaasmarkError `PRICES_JUMPED`, naming every such price. */
export function refuseJumps(changes: readonly PriceChange[]): void {
  const jumps = changes.filter(isJump);
  if (jumps.length === 0) return;
  const names = jumps.map((one) => `${one.book} ${one.quantity} by ${Math.round(one.change * 100)} %`);
  throw new FaasmarkError('PRICES_JUMPED', `prices changed by more than 50 %: ${names.join(', ')}`, {
    hint: 'Compare with the provider’s page; then give --accept-jumps.',
  });
}

export const isJump = ({ change }: PriceChange): boolean => change > mostChange;

/**
 * The book with what the list says; grants stay as they are.
 *
 * @param sources - address of each list, for the figures that come from it.
 * @param today - ISO 8601 date.
 */
export function applyChanges(
  book: PriceBook,
  changes: readonly PriceChange[],
  sources: Readonly<Record<ListKind, string>>,
  today: string,
): PriceBook {
  const prices = { ...book.prices };
  for (const { quantity, listed } of changes.filter((one) => one.book === book.id)) {
    const price = prices[quantity];
    if (price?.list === undefined || listed === undefined) continue;
    const { doubt: _, ...rest } = price;
    prices[quantity] = { ...rest, tiers: listed, source: sources[price.list.kind], readAt: today };
  }
  return { ...book, prices };
}

function toChange(known: readonly PriceTier[], listed: readonly PriceTier[]): number {
  if (known.length !== listed.length) return 1;
  const shares = known.map(({ usd, upTo }, at) => {
    const other = listed[at];
    return Math.max(toShare(usd, other?.usd ?? 0), toShare(upTo ?? 1, other?.upTo ?? 1));
  });
  return Math.max(...shares);
}

function toShare(before: number, after: number): number {
  return before === after ? 0 : Math.abs(after - before) / Math.max(before, Number.MIN_VALUE);
}
