import { describe, expect, it } from '@jest/globals';
import { estimateShare } from '../../../harness/analyze/estimate-share.ts';

describe('the interval of a share', () => {
  // Beta quantiles by SciPy.
  it.each([
    [0, 10_000, 0, 3.688e-4],
    [1, 10_000, 2.532e-6, 5.57e-4],
    [3, 10_000, 6.187e-5, 8.765e-4],
    [10, 100_000, 4.795e-5, 1.839e-4],
    [5, 1_000_000, 1.623e-6, 1.167e-5],
    [10, 10, 0.6915, 1],
  ])('of %d in %d is [%d, %d]', (hits, trials, low, high) => {
    const estimate = estimateShare(hits, trials);
    expect(estimate?.value).toBe(hits / trials);
    expect(Math.abs((estimate?.low ?? NaN) - low)).toBeLessThanOrEqual(6e-4 * low);
    expect(Math.abs((estimate?.high ?? NaN) - high)).toBeLessThanOrEqual(6e-4 * high);
  });

  it('is unknown of no trials', () => {
    expect(estimateShare(0, 0)).toBeNull();
  });
});
