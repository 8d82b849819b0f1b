import { describe, expect, it } from '@jest/globals';
import { invertIntegral } from '../../../workloads/arrivals/invert-integral.ts';
import { flat, repeat, sequence } from '../../../workloads/arrivals/rate-profile.ts';

describe('a sequence of rates', () => {
  const profile = sequence([flat(0, 1000), flat(2, 1000), flat(0, 1000), flat(4, 500)]);

  it.each([
    ['before anything is made', 500, 0],
    ['inside a piece', 1500, 1],
    ['in a pause', 2500, 2],
    ['at the end', 3500, 4],
  ])('has its integral %s', (_, atMs, made) => {
    expect(profile.integral(atMs * 1e6)).toBe(made);
  });

  it.each([
    ['waits for the first rate above 0', 0, 1000],
    ['finds a place inside a piece', 1.5, 1750],
    ['goes to the end of a pause', 2, 3000],
    ['is never where the rate ends', 4, Infinity],
  ])('inverted %s', (_, made, atMs) => {
    expect(profile.inverse(made)).toBe(atMs * 1e6);
  });
});

describe('a repeated profile', () => {
  const pulse = sequence([flat(0.1, 1000), flat(0, 9000)]);

  it('goes on from period to period, and to the end of a pause in spite of rounding', () => {
    const profile = repeat(pulse, 1e6);
    expect(profile.inverse(1)).toBe(100e9);
    expect(profile.inverse(0.15)).toBeCloseTo(10.5e9, 0);
    expect(profile.integral(100e9)).toBeCloseTo(1, 12);
    expect(profile.rateAt(20.5e9)).toBe(0.1);
  });

  it('of nothing makes nothing', () => {
    expect(repeat(flat(0, 10), 1000).inverse(0)).toBe(Infinity);
  });
});

describe('the numeric inverse', () => {
  /** t³ for 10 s: flat at the start, where the method of Newton has nothing to go by. */
  const cubic = {
    duration: 10e9,
    rateAt: (t: number) => 3 * (t / 1e9) ** 2,
    integral: (t: number) => (t / 1e9) ** 3,
  };

  it.each([
    [8, 2e9],
    [27, 3e9],
    [999, 9.996_665_555e9],
    [1000, 10e9],
    [2000, 10e9],
  ])('of %p is at %p ns', (made, t) => {
    expect(Math.round(invertIntegral(cubic, made))).toBe(t);
  });

  it('ends at a flat place', () => {
    expect(invertIntegral(cubic, 0)).toBeLessThan(1);
  });
});
