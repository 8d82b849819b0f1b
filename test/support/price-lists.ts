/** Price lists in the form that the providers document, over HTTP. The figures are those of the test. */
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PriceServer {
  readonly url: URL;
  /** What was asked for: path and query. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** @param answer - the document for a path and its query; undefined: 404. */
export async function servePrices(answer: (url: URL) => unknown): Promise<PriceServer> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    asked.push(`${url.pathname}${url.search}`);
    const document = answer(url);
    response.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(document ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Groups of the bulk list of AWS with their tiers: amount from which a price holds, price. */
export type AwsGroups = Readonly<Record<string, readonly (readonly [from: number, usd: string])[]>>;

export function createAwsAnswer(groups: AwsGroups): (url: URL) => unknown {
  const current = '/offers/v1.0/aws/AWSLambda/20261001000000/us-east-1/index.json';
  return ({ pathname }) => {
    if (pathname === '/offers/v1.0/aws/AWSLambda/current/region_index.json') {
      return {
        formatVersion: 'v1.0',
        publicationDate: '2026-10-01T00:00:00Z',
        regions: { 'us-east-1': { regionCode: 'us-east-1', currentVersionUrl: current } },
      };
    }
    return pathname === current ? createAwsOffer(groups) : undefined;
  };
}

function createAwsOffer(groups: AwsGroups): unknown {
  const entries = Object.entries(groups).map(([group, tiers], at) => ({ sku: `SKU${at}`, group, tiers }));
  return {
    formatVersion: 'v1.0',
    offerCode: 'AWSLambda',
    version: '20261001000000',
    products: Object.fromEntries(
      entries.map(({ sku, group }) => [
        sku,
        { sku, productFamily: 'Serverless', attributes: { servicecode: 'AWSLambda', group } },
      ]),
    ),
    terms: {
      OnDemand: Object.fromEntries(
        entries.map(({ sku, tiers }) => [sku, { [`${sku}.JRTCKXETXF`]: createAwsTerm(sku, tiers) }]),
      ),
    },
  };
}

function createAwsTerm(sku: string, tiers: AwsGroups[string]): unknown {
  return {
    offerTermCode: 'JRTCKXETXF',
    sku,
    priceDimensions: Object.fromEntries(
      tiers.map(([from, usd], at) => [
        `${sku}.JRTCKXETXF.${at}`,
        {
          beginRange: String(from),
          endRange: String(tiers[at + 1]?.[0] ?? 'Inf'),
          unit: 'Lambda-GB-Second',
          pricePerUnit: { USD: usd },
        },
      ]),
    ),
  };
}
