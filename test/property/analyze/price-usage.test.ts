import { describe, expect, it } from '@jest/globals';
import { fc } from '../../support/property.ts';
import { findPriceBook } from '../../../harness/analyze/cost/load-price-books.ts';
import { meters } from '../../../harness/analyze/cost/meters/meters.ts';
import { priceUsage } from '../../../harness/analyze/cost/price-usage.ts';
import { meterNames } from '../../../harness/contract/billing.ts';

const meterName = fc.constantFrom(...meterNames);
const amount = fc.double({ min: 0, max: 1e11, noNaN: true });
const cost = (meter: (typeof meterNames)[number], value: number, free = false) =>
  priceUsage(
    Object.fromEntries(meters[meter].bills.map((quantity) => [quantity, value])),
    meter,
    findPriceBook({ meter, architecture: 'x86_64', freeTier: free }),
    free,
  ).totalUsd;

describe('a price', () => {
  it('never falls when more is used', () => {
    fc.assert(
      fc.property(meterName, amount, amount, fc.boolean(), (meter, a, b, free) => {
        expect(cost(meter, Math.max(a, b), free)).toBeGreaterThanOrEqual(cost(meter, Math.min(a, b), free));
      }),
    );
  });

  it('does not jump where a tier ends', () => {
    for (const meter of meterNames) {
      const book = findPriceBook({ meter, architecture: 'x86_64', freeTier: false });
      const ends = Object.values(book.prices).flatMap((price) =>
        price.tiers.map((tier) => tier.upTo ?? []).flat(),
      );
      for (const end of ends) expect(cost(meter, end + 1) - cost(meter, end - 1)).toBeLessThan(1e-3);
    }
  });

  it('is never negative, nor more, with the free grant', () => {
    fc.assert(
      fc.property(meterName, amount, (meter, used) => {
        expect(cost(meter, used, true)).toBeGreaterThanOrEqual(0);
        expect(cost(meter, used, true)).toBeLessThanOrEqual(cost(meter, used));
      }),
    );
  });
});

describe('a meter', () => {
  const duration = fc.double({ min: 0, max: 900_000, noNaN: true });

  it('never counts less for more time', () => {
    fc.assert(
      fc.property(meterName, duration, duration, duration, (meter, a, b, initDurationMs) => {
        const book = findPriceBook({ meter, architecture: 'x86_64', freeTier: false });
        const at = (durationMs: number) =>
          priceUsage(meters[meter].toUsage({ memoryMiB: 512, durationMs, initDurationMs }, {}), meter, book);
        expect(at(Math.max(a, b)).totalUsd).toBeGreaterThanOrEqual(at(Math.min(a, b)).totalUsd);
      }),
    );
  });
});
