import { describe, expect, it } from '@jest/globals';
import type { ArrivalSpec } from '../../../harness/contract/arrivals.ts';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';
import { deriveSeed } from '../../../workloads/arrivals/derive-seed.ts';
import { toStarts } from '../../support/to-starts.ts';

const spacing = 'poisson';
const poisson: ArrivalSpec = { kind: 'poisson', ratePerSecond: 100, durationMs: 1000 };

describe('random arrivals', () => {
  /** A change here changes every recorded run: it has to be meant. */
  it.each<[ArrivalSpec, number[]]>([
    [poisson, [6_092_764, 14_634_794, 32_419_125, 37_724_472]],
    [
      { kind: 'jitter', ratePerSecond: 100, durationMs: 1000, jitter: 0.8 },
      [699_907, 11_190_044, 25_297_559, 28_587_355],
    ],
    [
      { kind: 'ramp', fromPerSecond: 0, toPerSecond: 200, durationMs: 1000, spacing },
      [78_056_158, 120_974_352, 180_053_118, 194_227_888],
    ],
    [
      {
        kind: 'steps',
        steps: [
          { ratePerSecond: 50, durationMs: 20 },
          { ratePerSecond: 200, durationMs: 980 },
        ],
        spacing,
      },
      [12_185_527, 22_317_397, 31_209_563, 33_862_236],
    ],
    [
      {
        kind: 'spikes',
        ratePerSecond: 50,
        spikePerSecond: 500,
        everyMs: 20,
        spikeMs: 5,
        durationMs: 1000,
        spacing,
      },
      [12_185_527, 16_426_959, 19_983_825, 30_448_945],
    ],
    [
      {
        kind: 'diurnal',
        meanPerSecond: 100,
        amplitude: 0.8,
        periodMs: 100,
        peakAtMs: 50,
        dayFactors: [1, 0.5],
        durationMs: 1000,
        spacing,
      },
      [17_401_373, 27_241_161, 39_941_105, 43_084_454],
    ],
    [
      { kind: 'counts', counts: [2, 0, 3], intervalMs: 100, spacing },
      [45_625_580, 57_437_772, 241_170_968, 246_123_043],
    ],
    [
      { kind: 'concat', parts: [{ ...poisson, durationMs: 10 }, poisson] },
      [5_726_413, 18_758_477, 32_084_000, 34_113_222],
    ],
    [{ kind: 'superpose', parts: [poisson, poisson] }, [5_726_413, 8_758_477, 18_639_301, 22_084_000]],
    [{ kind: 'scale', of: poisson, rate: 1.5, time: 0.5 }, [2_863_207, 9_319_651, 17_895_613, 17_895_613]],
    [{ kind: 'share', of: poisson, weights: [1, 2], at: 1 }, [5_726_413, 18_639_301, 42_003_991, 61_193_634]],
  ])('are the same on every machine: $kind', (spec, starts) => {
    expect(toStarts(createSchedule(spec, 42)).slice(0, 4)).toEqual(starts);
  });

  it('are others from another seed', () => {
    const [one, two] = [1, 2].map((seed) => toStarts(createSchedule(poisson, seed)).slice(0, 5));
    expect(one).not.toEqual(two);
  });

  it('of 0.8 distances move by up to that, to both sides', () => {
    const jitter: ArrivalSpec = { kind: 'jitter', ratePerSecond: 100, durationMs: 100_000, jitter: 0.8 };
    const moves = toStarts(createSchedule(jitter, 3)).map((start, k) => start / 1e7 - k);
    expect(moves).toHaveLength(10_000);
    expect(Math.max(...moves.map(Math.abs))).toBeLessThan(0.8);
    expect(Math.abs(moves.reduce((sum, move) => sum + move, 0) / moves.length)).toBeLessThan(0.02);
  });
});

describe('Poisson arrivals', () => {
  /** Distance of Kolmogorov and Smirnov, scaled: 1.95 is exceeded once in a thousand. */
  function distanceOf(values: readonly number[], cumulative: (value: number) => number): number {
    const n = values.length;
    const distances = values
      .toSorted((a, b) => a - b)
      .map((value, at) => Math.max(cumulative(value) - at / n, (at + 1) / n - cumulative(value)));
    return Math.max(...distances) * Math.sqrt(n);
  }
  const gapsOf = (starts: readonly number[]): number[] =>
    starts.map((start, at) => start - (starts[at - 1] ?? 0));

  it('have exponential gaps', () => {
    const gaps = gapsOf(toStarts(createSchedule({ ...poisson, durationMs: 200_000 }, 7)));
    expect(distanceOf(gaps, (gap) => 1 - Math.exp(-gap / 1e7))).toBeLessThan(1.95);
  });

  it('have exponential gaps under a changing rate, in units of its integral', () => {
    const ramp: ArrivalSpec = { kind: 'ramp', fromPerSecond: 10, toPerSecond: 190, durationMs: 2e5, spacing };
    const made = toStarts(createSchedule(ramp, 7)).map((start) => {
      const t = start / 1e9;
      return 10 * t + 0.45 * t * t;
    });
    expect(distanceOf(gapsOf(made), (gap) => 1 - Math.exp(-gap))).toBeLessThan(1.95);
  });

  it('are uniform in an interval of which the count is known', () => {
    const counts: ArrivalSpec = { kind: 'counts', counts: [5000, 0, 5000], intervalMs: 1000, spacing };
    const starts = toStarts(createSchedule(counts, 7)).map((start) => (start / 1e9) % 1);
    expect(distanceOf(starts, (value) => value)).toBeLessThan(1.95);
  });
});

describe('seeds of parts', () => {
  it('differ with the seed and with the position, also between neighbours', () => {
    const seeds = [0, 1, 2, 2 ** 32].flatMap((seed) => [0, 1, 2].map((at) => deriveSeed(seed, at)));
    expect(new Set(seeds).size).toBe(12);
    expect(seeds.every(Number.isSafeInteger)).toBe(true);
  });
});
