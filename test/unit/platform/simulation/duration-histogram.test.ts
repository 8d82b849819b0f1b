import { describe, expect, it } from '@jest/globals';
import { createDurationHistogram } from '../../../../platform/simulation/duration-histogram.ts';
import { fc } from '../../../support/property.ts';

describe('a histogram of durations', () => {
  const durations = fc.array(fc.double({ min: 1e-5, max: 1e9, noNaN: true }), {
    minLength: 1,
    maxLength: 50,
  });

  it('gives every quantile within half a percent', () => {
    fc.assert(
      fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (all, quantile) => {
        const histogram = createDurationHistogram();
        for (const ms of all) histogram.add(ms);
        const exact = all.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(quantile * all.length) - 1)] ?? 0;
        expect(Math.abs((histogram.quantileMs(quantile) ?? 0) / exact - 1)).toBeLessThan(0.005);
      }),
    );
  });

  it('holds after merging what both held', () => {
    fc.assert(
      fc.property(durations, durations, (some, others) => {
        const [one, other, all] = [some, others, [...some, ...others]].map((list) => {
          const histogram = createDurationHistogram();
          for (const ms of list) histogram.add(ms);
          return histogram;
        });
        if (one === undefined || other === undefined || all === undefined) throw new Error('three');
        one.merge(other);
        expect([one.count, one.minMs, one.maxMs]).toEqual([all.count, all.minMs, all.maxMs]);
        for (const quantile of [0, 0.1, 0.5, 0.99, 1]) {
          expect(one.quantileMs(quantile)).toBe(all.quantileMs(quantile));
        }
      }),
    );
  });

  it.each([
    [0, 0],
    [1e-12, 1e-12],
    [1e30, 1e30],
    [100, 100],
  ])('shows %d alone as it is', (ms, shown) => {
    const histogram = createDurationHistogram();
    histogram.add(ms);
    expect(histogram.quantileMs(0.5)).toBe(shown);
  });

  it('has no quantile of nothing', () => {
    expect(createDurationHistogram().quantileMs(0.5)).toBeUndefined();
  });
});
