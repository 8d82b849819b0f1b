import { afterEach, describe, expect, it } from '@jest/globals';
import { createAwsList } from '../../../harness/analyze/cost/lists/aws-list.ts';
import { createAzureList } from '../../../harness/analyze/cost/lists/azure-list.ts';
import { createGcpList } from '../../../harness/analyze/cost/lists/gcp-list.ts';
import {
  applyChanges,
  proposeChanges,
  refuseJumps,
} from '../../../harness/analyze/cost/lists/propose-changes.ts';
import { findPriceBook } from '../../../harness/analyze/cost/load-price-books.ts';
import { type AwsGroups, type PriceServer, createAwsAnswer, servePrices } from '../../support/price-lists.ts';

const servers: PriceServer[] = [];
const serve = async (answer: (url: URL) => unknown): Promise<PriceServer> => {
  const server = await servePrices(answer);
  servers.push(server);
  return server;
};
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const lambda = findPriceBook({ architecture: 'x86_64', freeTier: false });
const sources = { aws: 'https://aws', azure: 'https://azure', gcp: 'https://gcp' };
const same: AwsGroups = {
  'AWS-Lambda-Requests': [[0, '0.0000002000']],
  'AWS-Lambda-Duration': [
    [0, '0.0000166667'],
    [6e9, '0.0000150000'],
    [15e9, '0.0000133334'],
  ],
};

async function compareWithAws(groups: AwsGroups) {
  const { url } = await serve(createAwsAnswer(groups));
  return proposeChanges([lambda], { aws: createAwsList(url) });
}

describe('the bulk list of AWS', () => {
  it('with the same prices proposes nothing', async () => {
    expect(await compareWithAws(same)).toEqual([]);
  });

  it('is read with groups without their prefix, too', async () => {
    const bare = Object.entries(same).map(([group, tiers]) => [group.replace('AWS-', ''), tiers]);
    expect(await compareWithAws(Object.fromEntries(bare))).toEqual([]);
  });

  it('with another price proposes it, and dates the book', async () => {
    const changes = await compareWithAws({ ...same, 'AWS-Lambda-Requests': [[0, '0.00000025']] });
    expect(changes).toMatchObject([{ quantity: 'invocations', listed: [{ upTo: null, usd: 2.5e-7 }] }]);
    expect(changes[0]?.change).toBeCloseTo(0.25, 9);
    refuseJumps(changes);
    const { invocations, gbSeconds } = applyChanges(lambda, changes, sources, '2026-11-25').prices;
    expect(invocations).toMatchObject({
      tiers: [{ usd: 2.5e-7 }],
      readAt: '2026-11-25',
      free: 1e6,
      source: 'https://aws',
    });
    expect(gbSeconds).toBe(lambda.prices.gbSeconds);
  });

  it.each<[string, AwsGroups]>([
    ['a price above one and a half times the old one', { 'AWS-Lambda-Requests': [[0, '0.00000031']] }],
    ['another number of tiers', { 'AWS-Lambda-Duration': [[0, '0.0000166667']] }],
  ])('with %s is refused', async (_, changed) => {
    const changes = await compareWithAws({ ...same, ...changed });
    expect(() => refuseJumps(changes)).toThrow(expect.objectContaining({ code: 'PRICES_JUMPED' }));
  });

  it('says what it does not have', async () => {
    const changes = await compareWithAws({ 'AWS-Lambda-Requests': [[0, '0.0000002']] });
    expect(changes).toMatchObject([{ quantity: 'gbSeconds', listed: undefined }]);
  });

  it('that is not there, or is something else, is one clear error', async () => {
    const missing = await serve(() => undefined);
    const other = await serve(() => ({ hello: 1 }));
    for (const { url } of [missing, other]) {
      await expect(proposeChanges([lambda], { aws: createAwsList(url) })).rejects.toMatchObject({
        code: 'PRICES_UNREADABLE',
      });
    }
  });
});

describe('the retail prices of Azure', () => {
  const itemOf = (meterName: string, retailPrice: number, tierMinimumUnits: number) => ({
    currencyCode: 'USD',
    tierMinimumUnits,
    retailPrice,
    unitPrice: retailPrice,
    armRegionName: 'eastus',
    meterName,
    productName: 'Functions',
    skuName: 'Standard',
    type: 'Consumption',
  });

  it('are read over all pages, by ten executions, without the grant', async () => {
    const server = await serve((url) =>
      url.searchParams.has('$skip')
        ? {
            Items: [
              itemOf('Standard Total Executions', 0, 0),
              itemOf('Standard Total Executions', 0.000002, 100_000),
            ],
            NextPageLink: null,
          }
        : {
            Items: [
              itemOf('Standard Execution Time', 0, 0),
              itemOf('Standard Execution Time', 0.000016, 400_000),
            ],
            NextPageLink: `${url.pathname}?$skip=100`,
          },
    );
    const book = findPriceBook({ meter: 'azure-consumption', architecture: 'x86_64', freeTier: false });
    expect(await proposeChanges([book], { azure: createAzureList(server.url) })).toEqual([]);
    expect(server.asked).toHaveLength(2);
    expect(decodeURIComponent(server.asked[0] ?? '')).toContain("serviceName+eq+'Functions'");
  });

  it('do not lead to another host', async () => {
    const { url } = await serve(() => ({ Items: [], NextPageLink: 'http://elsewhere.example/' }));
    const book = findPriceBook({ meter: 'azure-flex', architecture: 'x86_64', freeTier: false });
    await expect(proposeChanges([book], { azure: createAzureList(url) })).rejects.toThrow('another host');
  });
});

describe('the catalogue of Google Cloud', () => {
  const skuOf = (description: string, nanos: number, free: number) => ({
    name: `services/152E-C115-5142/skus/${description}`,
    description,
    serviceRegions: ['us-central1'],
    pricingInfo: [
      {
        pricingExpression: {
          usageUnit: 's',
          tieredRates: [
            { startUsageAmount: 0, unitPrice: { currencyCode: 'USD', units: '0', nanos: 0 } },
            { startUsageAmount: free, unitPrice: { currencyCode: 'USD', units: '0', nanos } },
          ],
        },
      },
    ],
  });
  const book = findPriceBook({ meter: 'cloud-functions-2', architecture: 'x86_64', freeTier: false });

  it('is read over all pages, without the free tier', async () => {
    const server = await serve((url) =>
      url.searchParams.get('pageToken') === 'two'
        ? { skus: [skuOf('Requests', 400, 2e6)], nextPageToken: '' }
        : {
            skus: [
              skuOf('Services CPU (Request-based billing)', 24_000, 180_000),
              skuOf('Services Memory (Request-based billing)', 2500, 360_000),
            ],
            nextPageToken: 'two',
          },
    );
    expect(await proposeChanges([book], { gcp: createGcpList(server.url, 'key') })).toEqual([]);
    expect(server.asked).toHaveLength(2);
  });

  it('asks for a key', async () => {
    const list = createGcpList(new URL('http://127.0.0.1:1'), undefined);
    await expect(proposeChanges([book], { gcp: list })).rejects.toMatchObject({
      code: 'CREDENTIALS_MISSING',
    });
  });

  it('never shows the key in an error', async () => {
    const { url } = await serve(() => undefined);
    const failed = proposeChanges([book], { gcp: createGcpList(url, 'very-secret') });
    await expect(failed).rejects.toThrow(/^(?!.*very-secret)/);
  });
});
