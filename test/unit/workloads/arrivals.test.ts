import { describe, expect, it } from '@jest/globals';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';
import { poisson } from '../../../workloads/arrivals/poisson.ts';
import { createRandom } from '../../../workloads/arrivals/seeded-random.ts';

describe('constant arrivals', () => {
  it('spaces intended starts evenly and adds up no rounding error', () => {
    const schedule = createSchedule({ kind: 'constant', ratePerSecond: 3, durationMs: 1000 }, 1);
    expect([0, 1, 2, 3].map((index) => schedule.intendedStart(index))).toEqual([
      0,
      333_333_333,
      666_666_667,
      undefined,
    ]);
    const long = createSchedule({ kind: 'constant', ratePerSecond: 3, durationMs: 3_600_000 }, 1);
    expect(long.intendedStart(9000)).toBe(3_000_000_000_000);
  });
});

describe('a burst', () => {
  it('starts everything at once and nothing after', () => {
    const schedule = createSchedule({ kind: 'burst', count: 2 }, 1);
    expect([0, 1, 2].map((index) => schedule.intendedStart(index))).toEqual([0, 0, undefined]);
  });
});

describe('Poisson arrivals', () => {
  const gapsOf = (seed: number): number[] => {
    const schedule = poisson({ ratePerSecond: 100, durationMs: 200_000, seed });
    const gaps: number[] = [];
    for (let index = 1; ; index++) {
      const start = schedule.intendedStart(index);
      if (start === undefined) return gaps;
      gaps.push((start - (schedule.intendedStart(index - 1) ?? 0)) / 1e9);
    }
  };

  it('has exponential gaps, by a Kolmogorov-Smirnov test at 0.1 %', () => {
    const gaps = gapsOf(7).toSorted((a, b) => a - b);
    const distance = Math.max(
      ...gaps.map((gap, at) => {
        const expected = 1 - Math.exp(-100 * gap);
        return Math.max(Math.abs(expected - at / gaps.length), Math.abs(expected - (at + 1) / gaps.length));
      }),
    );
    expect(distance * Math.sqrt(gaps.length)).toBeLessThan(1.95);
  });

  it('gives other arrivals from another seed', () => {
    expect(gapsOf(1).slice(0, 5)).not.toEqual(gapsOf(2).slice(0, 5));
  });

  it('is the same on every machine', () => {
    const schedule = poisson({ ratePerSecond: 100, durationMs: 1000, seed: 42 });
    expect([0, 1, 2].map((index) => schedule.intendedStart(index))).toMatchInlineSnapshot(`
     [
       6092764,
       14634794,
       32419125,
     ]
    `);
  });
});

describe('the seeded generator', () => {
  it('is uniform in [0, 1): mean, variance and ten equal classes', () => {
    const random = createRandom(2026);
    const classes = Array.from({ length: 10 }, () => 0);
    const n = 100_000;
    let sum = 0;
    for (let drawn = 0; drawn < n; drawn++) {
      const value = random();
      sum += value;
      const at = Math.floor(value * 10);
      classes[at] = (classes[at] ?? 0) + 1;
    }
    expect(Math.abs(sum / n - 0.5)).toBeLessThan(0.004);
    const chiSquare = classes.reduce((total, count) => total + (count - n / 10) ** 2 / (n / 10), 0);
    // 0.1 % point of chi-square with 9 degrees of freedom.
    expect(chiSquare).toBeLessThan(27.9);
  });

  it('tells large seeds apart that share their low 32 bits', () => {
    expect(createRandom(1)()).not.toBe(createRandom(1 + 2 ** 32)());
  });
});
