/** Reads the price books of the package, once. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BillingTerms } from '../../contract/billing.ts';
import { FaasmarkError } from '../../contract/errors.ts';
import { packageRoot } from '../../contract/package-root.ts';
import { meters } from './meters/meters.ts';
import { type PriceBook, parsePriceBook } from './price-book.ts';

export const priceBookFolder: string = join(packageRoot, 'harness/analyze/cost/price-books');

/** Books that were read; they do not change while the process lives. */
let known: readonly PriceBook[] | undefined;

/** @throws FaasmarkError `PRICES_INVALID`. */
export function loadPriceBooks(): readonly PriceBook[] {
  known ??= readdirSync(priceBookFolder)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => parsePriceBook(JSON.parse(readFileSync(join(priceBookFolder, file), 'utf8')), file));
  return known;
}

/**
 * The book for a meter: of the region that is named, or the first.
 *
 * @throws FaasmarkError `USAGE`: no book for that region or architecture.
 */
export function findPriceBook({ meter = 'lambda', region, architecture }: BillingTerms): PriceBook {
  const own = loadPriceBooks().filter((book) => book.provider === meters[meter].provider);
  const found = own.find(
    (book) =>
      (region === undefined || book.region === region) &&
      (book.architecture === null || book.architecture === toListed(architecture)),
  );
  if (found !== undefined) return found;
  const regions = [...new Set(own.map((book) => book.region))].join(', ');
  throw new FaasmarkError('USAGE', `no prices of ${meters[meter].provider} for the region "${region}"`, {
    hint: `There are prices for ${regions}; "faasmark prices" lists them.`,
  });
}

/** As lists name it; a machine of another kind is priced as x86_64. */
const toListed = (architecture: string): 'x86_64' | 'arm64' =>
  architecture === 'arm64' ? 'arm64' : 'x86_64';
