import { describe, expect, it } from '@jest/globals';
import { bucketBoundsMs, bucketFields, bucketOf } from '../../../../harness/sinks/series/latency-buckets.ts';

describe('the buckets of response times', () => {
  it.each([
    [0, 'le_1'],
    [1, 'le_1'],
    [1.001, 'le_2'],
    [10, 'le_10'],
    [14, 'le_15'],
    [60_000, 'le_60000'],
    [60_000.1, 'le_inf'],
  ])('%d ms counts in %s', (millis, field) => {
    expect(bucketFields[bucketOf(millis)]).toBe(field);
  });

  it('rise', () => {
    expect(bucketBoundsMs).toEqual(bucketBoundsMs.toSorted((one, other) => one - other));
  });
});
