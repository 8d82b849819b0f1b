import { describe, expect, it } from '@jest/globals';
import { estimateCostPerMillion } from '../../../../harness/analyze/cost/cost-per-million.ts';

const many = (n: number, costUsd: number, isSuccessful = true) =>
  Array.from({ length: n }, () => ({ costUsd, isSuccessful }));

describe('the cost of a million', () => {
  it('of equal invocations is certain', () => {
    const estimate = estimateCostPerMillion(many(100, 2e-6));
    expect(estimate?.value).toBeCloseTo(2, 9);
    expect(estimate?.low).toBeCloseTo(2, 9);
    expect(estimate?.high).toBeCloseTo(2, 9);
  });

  it('has the failures pay their share', () => {
    const estimate = estimateCostPerMillion([...many(80, 1e-6), ...many(20, 1e-6, false)]);
    expect(estimate?.value).toBeCloseTo(1.25, 9);
    expect(estimate?.low).toBeLessThan(1.25);
  });

  it('has the interval of the mean where all succeed', () => {
    const estimate = estimateCostPerMillion([...many(50, 1e-6), ...many(50, 3e-6)]);
    const standardError = Math.sqrt(100 / 99) / 10;
    expect(estimate?.high).toBeCloseTo(2 + 1.96 * standardError, 6);
    expect(estimate?.low).toBeCloseTo(2 - 1.96 * standardError, 6);
  });

  it('has no interval where there are few, and no value where nothing succeeded', () => {
    expect(estimateCostPerMillion(many(29, 1e-6))).toMatchObject({ low: null, high: null });
    expect(estimateCostPerMillion(many(29, 1e-6, false))).toBeNull();
  });
});
