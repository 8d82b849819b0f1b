import { describe, expect, it } from '@jest/globals';
import { createHistogram, decodeHistogram } from '../../../harness/measure/histogram.ts';

describe('a histogram of response times', () => {
  const values = Array.from({ length: 5000 }, (_, at) => 1e5 + ((at * 7919) % 5000) * 7e5);
  const sorted = values.toSorted((one, other) => one - other);
  const exactMs = (percent: number): number =>
    (sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? Number.NaN) / 1e6;
  const record = (durations: readonly number[]): ReturnType<typeof createHistogram> => {
    const histogram = createHistogram();
    for (const duration of durations) histogram.record(duration);
    return histogram;
  };

  it.each([50, 90, 99, 99.9, 100])('is within a thousandth of the exact p%d', (percent) => {
    const value = record(values).percentileMs(percent);
    expect(Math.abs(value - exactMs(percent)) / exactMs(percent)).toBeLessThan(0.001);
  });

  it('says no value above the largest', () => {
    expect(record([3_000_000, 10_000_001]).percentileMs(100)).toBe(10.000001);
  });

  it('merges its encoded parts into the whole', () => {
    const whole = record(values);
    const merged = decodeHistogram(record(values.slice(0, 1200)).encode());
    merged.add(decodeHistogram(record(values.slice(1200)).encode()));
    expect(merged.count).toBe(values.length);
    for (const percent of [50, 99, 99.9])
      expect(merged.percentileMs(percent)).toBe(whole.percentileMs(percent));
  });

  it('has no percentile when it is empty, and can be merged all the same', () => {
    const empty = decodeHistogram(createHistogram().encode());
    expect(empty.percentileMs(50)).toBeNaN();
    const one = record([2_000_000]);
    one.add(empty);
    expect(one.percentileMs(50)).toBe(2);
  });

  it('takes a clock that went backwards for no time at all', () => {
    expect(record([-5]).percentileMs(100)).toBe(0);
  });
});
