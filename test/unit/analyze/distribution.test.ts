import { describe, expect, it } from '@jest/globals';
import {
  estimateQuantile,
  leastBoundedSample,
  quantileRanks,
  toDistribution,
} from '../../../harness/analyze/distribution.ts';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, at) => at + 1);

describe('the ranks of a quantile interval', () => {
  it.each([
    [6, 0.5, 1, 6],
    [10, 0.5, 2, 9],
    [20, 0.5, 6, 15],
    [100, 0.5, 40, 61],
    [1000, 0.95, 936, 964],
    [1000, 0.99, 983, 997],
    [10_000, 0.99, 9880, 9920],
    [10_000, 0.999, 9983, 9997],
  ])('for n = %d and q = %d are %d and %d', (n, q, low, high) => {
    expect(quantileRanks(n, q)).toEqual({ low, high });
  });

  it.each([
    ['p50', 0.5, 6],
    ['p90', 0.9, 36],
    ['p95', 0.95, 72],
    ['p99', 0.99, 368],
    ['p99.9', 0.999, 3688],
  ])('bound %s on both sides from n = %d on', (_, q, least) => {
    expect(leastBoundedSample(q)).toBe(least);
    expect(quantileRanks(least, q).high).toBeDefined();
    expect(quantileRanks(least, q).low).toBeDefined();
    const { low, high } = quantileRanks(least - 1, q);
    expect(low === undefined || high === undefined).toBe(true);
  });
});

describe('a quantile', () => {
  it.each([
    [[3, 1, 2], 0.5, 2],
    [[4, 1, 3, 2], 0.5, 2],
    [upTo(100), 0.95, 95],
    [upTo(100), 0.99, 99],
    [upTo(1000), 0.99, 990],
    [upTo(1000), 0.999, 999],
  ])('is the nearest rank', (values, q, expected) => {
    const sorted = Float64Array.from(values).toSorted();
    expect(estimateQuantile(sorted, q)?.value).toBe(expected);
  });

  it.each([
    ['p50 of one value', 0.5, 1],
    ['p95 of 19 values', 0.95, 19],
    ['p99 of 99 values', 0.99, 99],
    ['p99.9 of 999 values', 0.999, 999],
  ])('is not made up: no %s', (_, q, n) => {
    expect(estimateQuantile(Float64Array.from(upTo(n)), q)).toBeNull();
  });

  it('says which side of its interval the sample cannot bound', () => {
    expect(estimateQuantile(Float64Array.from(upTo(40)), 0.95)).toEqual({ value: 38, low: 35, high: null });
  });
});

describe('a distribution', () => {
  it('of nothing is empty, not zero', () => {
    expect(toDistribution([])).toEqual({
      n: 0,
      min: null,
      mean: null,
      p50: null,
      p95: null,
      p99: null,
      p999: null,
      max: null,
    });
  });

  it('leaves the values as they were and needs no order', () => {
    const values = [5, 1, 4, 2, 3, 6];
    expect(toDistribution(values)).toMatchObject({
      n: 6,
      min: 1,
      mean: 3.5,
      max: 6,
      p50: { value: 3, low: 1, high: 6 },
    });
    expect(values).toEqual([5, 1, 4, 2, 3, 6]);
  });
});
