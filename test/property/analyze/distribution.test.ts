import { describe, expect, it } from '@jest/globals';
import { fc } from '../../support/property.ts';
import { quantileRanks, toDistribution } from '../../../harness/analyze/distribution.ts';

const samples = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 1200 });

describe('order statistics', () => {
  it('lie between the least and the greatest value, in order, inside their interval', () => {
    fc.assert(
      fc.property(samples, (values) => {
        const { min, max, p50, p95, p99, p999 } = toDistribution(values);
        const quantiles = [p50, p95, p99, p999].filter((one) => one !== null);
        const path = [min, ...quantiles.map((one) => one.value), max];
        expect(path).toEqual(path.toSorted((a, b) => Number(a) - Number(b)));
        for (const { value, low, high } of quantiles) {
          if (low !== null) expect(low).toBeLessThanOrEqual(value);
          if (high !== null) expect(high).toBeGreaterThanOrEqual(value);
        }
      }),
    );
  });

  it('do not depend on the order of the sample', () => {
    fc.assert(
      fc.property(samples, (values) => {
        expect(toDistribution(values.toReversed())).toMatchObject({
          ...toDistribution(values),
          mean: expect.any(Number),
        });
      }),
    );
  });

  it('cover their quantile in at least 95 of 100 samples, by the binomial law', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 1500 }), fc.constantFrom(0.5, 0.9, 0.95, 0.99), (n, q) => {
        const { low = 0, high = n + 1 } = quantileRanks(n, q);
        // The interval [x(low), x(high)] covers the quantile when low to high - 1 values lie below it.
        let coverage = 0;
        for (let k = low; k < high; k++) coverage += Math.exp(logTerm(n, q, k));
        expect(coverage).toBeGreaterThanOrEqual(0.95 - 1e-9);
      }),
    );
  });
});

/** By the product of its factors: slow, and with nothing in common with the code under test. */
function logTerm(n: number, q: number, k: number): number {
  let sum = k * Math.log(q) + (n - k) * Math.log(1 - q);
  for (let at = 1; at <= k; at++) sum += Math.log((n - k + at) / at);
  return sum;
}
