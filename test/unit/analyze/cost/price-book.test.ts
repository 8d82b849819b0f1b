import { describe, expect, it } from '@jest/globals';
import { findPriceBook, loadPriceBooks } from '../../../../harness/analyze/cost/load-price-books.ts';
import { meters } from '../../../../harness/analyze/cost/meters/meters.ts';
import { parsePriceBook } from '../../../../harness/analyze/cost/price-book.ts';
import { meterNames } from '../../../../harness/contract/billing.ts';

const architecture = 'x86_64';

describe('the price books', () => {
  it.each(loadPriceBooks().map((book) => [book.id, book] as const))(
    '%s has a source for every figure',
    (_, book) => {
      expect(Object.values(book.prices).every((one) => one.source.startsWith('https://'))).toBe(true);
    },
  );

  it.each(meterNames)('have everything that the meter %s bills', (meter) => {
    for (const kind of ['x86_64', 'arm64']) {
      const book = findPriceBook({ meter, architecture: kind, freeTier: false });
      expect(Object.keys(book.prices)).toEqual(expect.arrayContaining([...meters[meter].bills]));
    }
  });

  it('name the regions that there are, where one is asked for that is not', () => {
    expect(() => findPriceBook({ architecture, freeTier: false, region: 'mars-1' })).toThrow('"mars-1"');
  });

  it('are refused where their tiers do not ascend', () => {
    const [book] = loadPriceBooks();
    const price = {
      source: 's',
      readAt: null,
      tiers: [
        { upTo: null, usd: 1 },
        { upTo: 5, usd: 1 },
      ],
    };
    expect(() => parsePriceBook({ ...book, prices: { gbSeconds: price } }, 'x.json')).toThrow('ascending');
  });
});
