import { describe, expect, it } from '@jest/globals';
import { toMeanWithInterval } from '../../../harness/analyze/mean-with-interval.ts';

describe('the mean of independent runs', () => {
  it('is bounded by the t distribution', () => {
    // Two degrees of freedom: 4.303 standard errors of 1 / √3.
    const { mean, low, high } = toMeanWithInterval([1, 2, 3]) ?? { mean: 0, low: 0, high: 0 };
    expect(mean).toBe(2);
    expect(low).toBeCloseTo(2 - 4.303 / Math.sqrt(3), 6);
    expect(high).toBeCloseTo(2 + 4.303 / Math.sqrt(3), 6);
  });

  it('comes close to the normal distribution when there are many', () => {
    const values = Array.from({ length: 1001 }, (_, at) => at % 2);
    const { mean, high } = toMeanWithInterval(values) ?? { mean: 0, high: 0 };
    expect(((high ?? 0) - mean) / (0.5 / Math.sqrt(1001))).toBeCloseTo(1.962, 2);
  });

  it('has no bounds after a single run, and is unknown after none', () => {
    expect(toMeanWithInterval([5, Number.NaN])).toEqual({ mean: 5, low: null, high: null });
    expect(toMeanWithInterval([Number.NaN])).toBeNull();
  });
});
