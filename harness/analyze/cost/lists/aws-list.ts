/**
 * The bulk price list of AWS: an index of regions names the current file of an offer, products have a SKU, and the terms
 * of a SKU have one price dimension for each tier
 * (docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api.html).
 */
import { z } from 'zod';
import type { PriceTier } from '../price-book.ts';
import { fetchJson } from './fetch-json.ts';
import { type FindTiers, toTiers } from './listed-prices.ts';
import { parseDocument } from './parse-document.ts';

interface RegionIndex {
  readonly regions: Readonly<Record<string, { readonly currentVersionUrl: string }>>;
}

interface Dimension {
  readonly beginRange?: string | undefined;
  readonly pricePerUnit: Readonly<Record<string, string>>;
}

interface Offer {
  readonly products: Readonly<
    Record<string, { readonly attributes: Readonly<Record<string, string | undefined>> }>
  >;
  readonly terms: {
    readonly OnDemand: Readonly<
      Record<string, Readonly<Record<string, { priceDimensions: Readonly<Record<string, Dimension>> }>>>
    >;
  };
}

const regionIndex: z.ZodType<RegionIndex> = z.object({
  regions: z.record(z.string(), z.object({ currentVersionUrl: z.string() })),
});

const dimension: z.ZodType<Dimension> = z.object({
  beginRange: z.string().optional(),
  pricePerUnit: z.record(z.string(), z.string()),
});

const offer: z.ZodType<Offer> = z.object({
  products: z.record(z.string(), z.object({ attributes: z.record(z.string(), z.string().optional()) })),
  terms: z.object({
    OnDemand: z.record(
      z.string(),
      z.record(z.string(), z.object({ priceDimensions: z.record(z.string(), dimension) })),
    ),
  }),
});

export function createAwsList(base: URL): FindTiers {
  const read = new Map<string, Promise<Offer | undefined>>();
  return async (entry, region) => {
    if (entry.kind !== 'aws') return undefined;
    const key = `${entry.offer} ${region}`;
    const offered = read.get(key) ?? readOffer(base, entry.offer, region);
    read.set(key, offered);
    return findTiers(await offered, entry.group);
  };
}

async function readOffer(base: URL, code: string, region: string): Promise<Offer | undefined> {
  const indexUrl = new URL(`/offers/v1.0/aws/${code}/current/region_index.json`, base);
  const current = parseDocument(regionIndex, await fetchJson(indexUrl), indexUrl).regions[region];
  if (current === undefined) return undefined;
  const url = new URL(current.currentVersionUrl, base);
  return parseDocument(offer, await fetchJson(url), url);
}

/** Groups are written with and without the prefix `AWS-`. What has no price is a reservation or a free tier. */
function findTiers(offered: Offer | undefined, group: string): readonly PriceTier[] | undefined {
  const product = Object.entries(offered?.products ?? {}).find(
    ([, { attributes }]) => withoutPrefix(attributes['group'] ?? '') === withoutPrefix(group),
  );
  const terms = Object.values(offered?.terms.OnDemand[product?.[0] ?? ''] ?? {});
  return toTiers(
    terms
      .flatMap((term) => Object.values(term.priceDimensions))
      .map((one) => ({ from: Number(one.beginRange ?? 0), usd: Number(one.pricePerUnit['USD'] ?? 0) }))
      .filter((one) => one.usd > 0),
  );
}

const withoutPrefix = (group: string): string => group.replace(/^AWS-/, '');
