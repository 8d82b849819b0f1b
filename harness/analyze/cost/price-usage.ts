/** From usage to money: one arithmetic for every meter and every price book. */
import type { MeterName } from '../../contract/billing.ts';
import { FaasmarkError } from '../../contract/errors.ts';
import { meters } from './meters/meters.ts';
import type { Price, PriceBook, PriceTier } from './price-book.ts';
import type { Quantity, Usage } from './usage.ts';

export interface Charge {
  readonly quantity: Quantity;
  readonly amount: number;
  readonly usd: number;
}

export interface PricedUsage {
  /** One for each quantity that the meter bills. */
  readonly charges: readonly Charge[];
  readonly totalUsd: number;
}

/**
 * The charge for a month's usage. Tiers count what is left after the free grant.
 *
 * @param usage - as the meter of the same name measured it; other quantities are not billed by it and are left out.
 * @param hasFreeTier - whether the account's monthly grant is still unused; default false, as for an account in use.
 * @throws FaasmarkError `PRICES_INVALID`: the book has no price for something that was used.
 */
export function priceUsage(
  usage: Usage,
  meterName: MeterName,
  book: PriceBook,
  hasFreeTier = false,
): PricedUsage {
  const charges = meters[meterName].bills.map((quantity) => {
    const amount = usage[quantity] ?? 0;
    return { quantity, amount, usd: amount === 0 ? 0 : toUsd(amount, priceOf(book, quantity), hasFreeTier) };
  });
  return { charges, totalUsd: charges.reduce((sum, one) => sum + one.usd, 0) };
}

function priceOf(book: PriceBook, quantity: Quantity): Price {
  const price = book.prices[quantity];
  if (price !== undefined) return price;
  throw new FaasmarkError('PRICES_INVALID', `the price book ${book.id} has no price for ${quantity}`, {
    hint: 'Take a book of the provider that the meter belongs to; "faasmark prices" lists them.',
  });
}

function toUsd(amount: number, { tiers, free }: Price, hasFreeTier: boolean): number {
  return priceTiers(tiers, hasFreeTier ? Math.max(0, amount - free) : amount);
}

function priceTiers(tiers: readonly PriceTier[], amount: number): number {
  let from = 0;
  let usd = 0;
  for (const tier of tiers) {
    const upTo = tier.upTo ?? Infinity;
    usd += Math.max(0, Math.min(amount, upTo) - from) * tier.usd;
    from = upTo;
  }
  return usd;
}
