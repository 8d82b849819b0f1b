/**
 * The retail price API of Azure (learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices). Always
 * in US dollars: other currencies are cut to four decimals. A price of 0 is the grant, not the rate; executions are
 * listed by ten.
 */
import { z } from 'zod';
import { FaasmarkError } from '../../../contract/errors.ts';
import type { PriceTier } from '../price-book.ts';
import { fetchJson } from './fetch-json.ts';
import type { AzureEntry } from './list-entry.ts';
import { type FindTiers, toTiers } from './listed-prices.ts';
import { parseDocument } from './parse-document.ts';

interface Item {
  readonly productName: string;
  readonly skuName: string;
  readonly meterName: string;
  readonly retailPrice: number;
  readonly tierMinimumUnits: number;
  readonly currencyCode: string;
}

interface Page {
  readonly Items: readonly Item[];
  readonly NextPageLink?: string | null | undefined;
}

const page: z.ZodType<Page> = z.object({
  Items: z.array(
    z.object({
      productName: z.string(),
      skuName: z.string(),
      meterName: z.string(),
      retailPrice: z.number(),
      tierMinimumUnits: z.number(),
      currencyCode: z.literal('USD'),
    }),
  ),
  NextPageLink: z.string().nullish(),
});

export function createAzureList(base: URL): FindTiers {
  const read = new Map<string, Promise<readonly Item[]>>();
  return async (entry, region) => {
    if (entry.kind !== 'azure') return undefined;
    const items = read.get(region) ?? readItems(base, region);
    read.set(region, items);
    return findTiers(await items, entry);
  };
}

async function readItems(base: URL, region: string): Promise<readonly Item[]> {
  const first = new URL('/api/retail/prices', base);
  first.searchParams.set('api-version', '2023-01-01-preview');
  first.searchParams.set('currencyCode', 'USD');
  first.searchParams.set(
    '$filter',
    `serviceName eq 'Functions' and armRegionName eq '${region}' and priceType eq 'Consumption'`,
  );
  const items: Item[] = [];
  for (let url: URL | undefined = first; url !== undefined;) {
    const { Items, NextPageLink }: Page = parseDocument(page, await fetchJson(url), url);
    items.push(...Items);
    url = NextPageLink ? toNextPage(NextPageLink, base) : undefined;
  }
  return items;
}

function toNextPage(link: string, base: URL): URL {
  const next = new URL(link, base);
  if (next.hostname === base.hostname) return next;
  throw new FaasmarkError(
    'PRICES_UNREADABLE',
    `the price list of ${base.hostname} goes on at another host, ${next.hostname}`,
  );
}

function findTiers(items: readonly Item[], entry: AzureEntry): readonly PriceTier[] | undefined {
  const rates = items
    .filter((one) => one.meterName === entry.meter && one.skuName === entry.sku)
    .filter((one) => one.productName === entry.product && one.retailPrice > 0);
  const lowest = Math.min(...rates.map((one) => one.tierMinimumUnits));
  // The first paid tier begins where the grant ends; a book counts from there.
  return toTiers(
    rates.map((one) => ({
      from: (one.tierMinimumUnits - lowest) * entry.per,
      usd: one.retailPrice / entry.per,
    })),
  );
}
