/**
 * The catalogue of Google Cloud (cloud.google.com/billing/v1/how-tos/catalog-api). It asks for an API key. A price is whole
 * units and billionths; a first rate of 0 is the free tier.
 */
import { z } from 'zod';
import { FaasmarkError } from '../../../contract/errors.ts';
import type { PriceTier } from '../price-book.ts';
import { fetchJson } from './fetch-json.ts';
import { type FindTiers, toTiers } from './listed-prices.ts';
import { parseDocument } from './parse-document.ts';

interface Sku {
  readonly description: string;
  readonly serviceRegions: readonly string[];
  readonly pricingInfo: readonly { readonly pricingExpression: { readonly tieredRates: readonly Rate[] } }[];
}

interface Rate {
  readonly startUsageAmount: number;
  readonly unitPrice: {
    readonly currencyCode: string;
    readonly units?: string | undefined;
    readonly nanos?: number | undefined;
  };
}

interface Page {
  readonly skus: readonly Sku[];
  readonly nextPageToken?: string | undefined;
}

const rate: z.ZodType<Rate> = z.object({
  startUsageAmount: z.number(),
  unitPrice: z.object({
    currencyCode: z.literal('USD'),
    units: z.string().optional(),
    nanos: z.number().optional(),
  }),
});

const page: z.ZodType<Page> = z.object({
  skus: z.array(
    z.object({
      description: z.string(),
      serviceRegions: z.array(z.string()),
      pricingInfo: z.array(z.object({ pricingExpression: z.object({ tieredRates: z.array(rate) }) })),
    }),
  ),
  nextPageToken: z.string().optional(),
});

/** @param key - API key; the catalogue itself demands one. */
export function createGcpList(base: URL, key: string | undefined): FindTiers {
  const read = new Map<string, Promise<readonly Sku[]>>();
  return async (entry, region) => {
    if (entry.kind !== 'gcp') return undefined;
    const skus = read.get(entry.service) ?? readSkus(base, entry.service, demandKey(key));
    read.set(entry.service, skus);
    return findTiers(await skus, entry.description, region);
  };
}

function demandKey(key: string | undefined): string {
  if (key !== undefined && key !== '') return key;
  throw new FaasmarkError('CREDENTIALS_MISSING', 'the catalogue of Google Cloud asks for an API key', {
    hint: 'Set GOOGLE_API_KEY.',
  });
}

async function readSkus(base: URL, service: string, key: string): Promise<readonly Sku[]> {
  const skus: Sku[] = [];
  let token: string | undefined = '';
  while (token !== undefined) {
    const url = new URL(`/v1/services/${service}/skus`, base);
    url.search = new URLSearchParams({
      pageSize: '5000',
      key,
      ...(token ? { pageToken: token } : {}),
    }).toString();
    const answer: Page = parseDocument(page, await fetchJson(url), url);
    skus.push(...answer.skus);
    token = answer.nextPageToken || undefined;
  }
  return skus;
}

function findTiers(
  skus: readonly Sku[],
  description: string,
  region: string,
): readonly PriceTier[] | undefined {
  const sku = skus.find((one) => one.description === description && one.serviceRegions.includes(region));
  const paid = (sku?.pricingInfo[0]?.pricingExpression.tieredRates ?? [])
    .map(({ startUsageAmount, unitPrice }) => ({ from: startUsageAmount, usd: toUsd(unitPrice) }))
    .filter((one) => one.usd > 0);
  const lowest = Math.min(...paid.map((one) => one.from));
  return toTiers(paid.map(({ from, usd }) => ({ from: from - lowest, usd })));
}

function toUsd({ units = '0', nanos = 0 }: Rate['unitPrice']): number {
  return Number(units) + nanos / 1e9;
}
