import { describe, expect, it } from '@jest/globals';
import { binomialQuantile } from '../../../harness/analyze/binomial.ts';

/** By plain summation of exact terms. */
function sumUp(p: number, n: number, q: number): number {
  let term = (1 - q) ** n;
  let sum = term;
  let k = 0;
  while (sum < p && k < n) {
    term *= ((n - k) / (k + 1)) * (q / (1 - q));
    sum += term;
    k++;
  }
  return k;
}

describe('the quantile of a binomial distribution', () => {
  it.each([
    [0.025, 6, 0.5],
    [0.975, 6, 0.5],
    [0.025, 72, 0.95],
    [0.5, 255, 0.3],
    [0.975, 256, 0.3],
    [0.025, 257, 0.3],
    [0.975, 1000, 0.2],
  ])('at %d of n = %d, q = %d is what summing up gives', (p, n, q) => {
    expect(binomialQuantile(p, n, q)).toBe(sumUp(p, n, q));
  });

  it('is near the normal approximation for a million', () => {
    const n = 1e6;
    const sd = Math.sqrt(n * 0.99 * 0.01);
    expect(Math.abs(binomialQuantile(0.975, n, 0.99) - (n * 0.99 + 1.96 * sd))).toBeLessThan(2);
  });
});
