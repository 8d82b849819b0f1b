/** What a provider's list says, looked up by the entry that a price book keeps beside the figure. */
import type { PriceTier } from '../price-book.ts';
import type { ListEntry } from './list-entry.ts';

/** @returns undefined where the list does not have it. */
export type FindTiers = (entry: ListEntry, region: string) => Promise<readonly PriceTier[] | undefined>;

/** Rates in ascending order of the amount from which they hold, as tiers that say up to which amount. */
export function toTiers(
  rates: readonly { readonly from: number; readonly usd: number }[],
): readonly PriceTier[] | undefined {
  const ascending = rates.toSorted((a, b) => a.from - b.from);
  const tiers = ascending.map(({ usd }, at) => ({ upTo: ascending[at + 1]?.from ?? null, usd }));
  return tiers.length === 0 ? undefined : tiers;
}
