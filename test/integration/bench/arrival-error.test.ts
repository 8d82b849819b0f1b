/** What the benchmarks make of arrivals: wrong arithmetic here would praise or blame a tool for nothing. */
import { describe, expect, it } from '@jest/globals';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';
import { toArrivalError, toGaps } from '../../bench/arrival-error.ts';
import { exponentialP, slope } from '../../bench/statistics.ts';

const millisecond = 1e6;
const even = Float64Array.from({ length: 1000 }, (_, at) => at * millisecond);

describe('toArrivalError', () => {
  it('finds nothing where arrivals follow their schedule from an unknown beginning', () => {
    const arrivals = even.map((start) => start + 12_345);
    expect(toArrivalError(arrivals, even, 0)).toMatchObject({
      arrived: 1000,
      deviationP50Us: 0,
      deviationP99Us: 0,
      rateErrorPercent: 0,
    });
  });

  it('finds the two per cent that come late', () => {
    const arrivals = even.map((start, at) => start + (at % 50 === 7 ? 400_000 : 0));
    expect(toArrivalError(arrivals, even, 0)).toMatchObject({ deviationP50Us: 0, deviationP99Us: 400 });
  });

  it('finds a rate that is one per cent too low', () => {
    const arrivals = even.map((start) => start / 0.99);
    expect(toArrivalError(arrivals, even, 0).rateErrorPercent).toBeCloseTo(-1);
  });

  it('does not judge what was intended before the tool had settled', () => {
    const arrivals = even.map((start, at) => (at < 100 ? start + 50 * millisecond : start));
    expect(toArrivalError(arrivals, even, 100 * millisecond).deviationP99Us).toBe(0);
  });
});

describe('exponentialP', () => {
  const mean = millisecond;

  it('takes the gaps of a Poisson schedule for exponential', () => {
    const spec = { kind: 'poisson', ratePerSecond: 1000, durationMs: 20_000 } as const;
    const schedule = createSchedule(spec, 3);
    const starts = Float64Array.from({ length: 19_000 }, (_, at) => schedule.intendedStart(at) ?? Number.NaN);
    expect(exponentialP(toGaps(starts), mean)).toBeGreaterThan(0.01);
  });

  it('tells even gaps from exponential ones', () => {
    expect(exponentialP(toGaps(even), mean)).toBeLessThan(1e-6);
  });
});

describe('slope', () => {
  it('is the rise of a line, whatever it starts from', () => {
    expect(slope([1, 2, 3, 4], [12, 14, 16, 18])).toBeCloseTo(2);
  });
});
