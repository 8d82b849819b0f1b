import { describe, expect, it } from '@jest/globals';
import type { ArrivalSpec } from '../../../harness/contract/arrivals.ts';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';
import { toStarts } from '../../support/to-starts.ts';

const spacing = 'even';

describe('arrivals at even distances', () => {
  it.each<[string, ArrivalSpec, number[]]>([
    [
      'constant: every 1/rate, adding up no rounding error',
      { kind: 'constant', ratePerSecond: 3, durationMs: 1000 },
      [0, 333_333_333, 666_666_667],
    ],
    [
      'jitter of 0: where they are without',
      { kind: 'jitter', ratePerSecond: 3, durationMs: 1000, jitter: 0 },
      [0, 333_333_333, 666_666_667],
    ],
    [
      'rising from nothing: at the square roots',
      { kind: 'ramp', fromPerSecond: 0, toPerSecond: 8, durationMs: 1000, spacing },
      [0, 500_000_000, 707_106_781, 866_025_404],
    ],
    [
      'falling to nothing: the same seen from the end',
      { kind: 'ramp', fromPerSecond: 8, toPerSecond: 0, durationMs: 1000, spacing },
      [0, 133_974_596, 292_893_219, 500_000_000],
    ],
    [
      'a ramp between equal rates: as constant',
      { kind: 'ramp', fromPerSecond: 4, toPerSecond: 4, durationMs: 1000, spacing },
      [0, 250_000_000, 500_000_000, 750_000_000],
    ],
    [
      'steps: each at its own distance',
      {
        kind: 'steps',
        steps: [
          { ratePerSecond: 2, durationMs: 1000 },
          { ratePerSecond: 4, durationMs: 500 },
        ],
        spacing,
      },
      [0, 500_000_000, 1_000_000_000, 1_250_000_000],
    ],
    [
      'a step of rate 0: a pause, after which the next comes at once',
      {
        kind: 'steps',
        steps: [
          { ratePerSecond: 0, durationMs: 1000 },
          { ratePerSecond: 2, durationMs: 1000 },
          { ratePerSecond: 0, durationMs: 1000 },
          { ratePerSecond: 2, durationMs: 500 },
        ],
        spacing,
      },
      [1_000_000_000, 1_500_000_000, 3_000_000_000],
    ],
    [
      'steps that leave a part of an invocation over: it counts in the next step',
      {
        kind: 'steps',
        steps: [
          { ratePerSecond: 1, durationMs: 1500 },
          { ratePerSecond: 2, durationMs: 500 },
        ],
        spacing,
      },
      [0, 1_000_000_000, 1_750_000_000],
    ],
    [
      'spikes: at the end of every period',
      {
        kind: 'spikes',
        ratePerSecond: 0,
        spikePerSecond: 200,
        everyMs: 100,
        spikeMs: 10,
        durationMs: 200,
        spacing,
      },
      [90_000_000, 95_000_000, 190_000_000, 195_000_000],
    ],
    [
      'counts: from the beginning of each interval',
      { kind: 'counts', counts: [1, 0, 3], intervalMs: 100, spacing },
      [0, 200_000_000, 233_333_333, 266_666_666],
    ],
    ['a burst: all at once', { kind: 'burst', count: 3 }, [0, 0, 0]],
    [
      'idle gaps: one at first, one after each gap',
      { kind: 'idle-gap', gapsMs: [10, 5.5] },
      [0, 10_000_000, 15_500_000],
    ],
    ['stamps: where they were', { kind: 'stamps', atMs: [0.5, 0.5, 7] }, [500_000, 500_000, 7_000_000]],
  ])('%s', (_, spec, starts) => {
    expect(toStarts(createSchedule(spec, 1))).toEqual(starts);
  });

  it('are exact after an hour', () => {
    const schedule = createSchedule({ kind: 'constant', ratePerSecond: 3, durationMs: 3_600_000 }, 1);
    expect(schedule.intendedStart(9000)).toBe(3_000_000_000_000);
  });

  it('fall where the integral of a day is whole', () => {
    const spec: ArrivalSpec = {
      kind: 'diurnal',
      meanPerSecond: 1,
      amplitude: 1,
      periodMs: 4000,
      peakAtMs: 2000,
      dayFactors: [1, 0.5],
      durationMs: 8000,
      spacing,
    };
    // t − 2/π × sin(πt/2) seconds: 2 at half a day, by symmetry.
    const starts = toStarts(createSchedule(spec, 1));
    expect(starts.slice(0, 5)).toEqual([0, 1_470_516_209, 2_000_000_000, 2_529_483_791, 4_000_000_000]);
    expect(starts).toHaveLength(6);
  });
});

describe('the length of a schedule', () => {
  it.each<[string, ArrivalSpec, number]>([
    ['of a burst is nothing', { kind: 'burst', count: 3 }, 0],
    ['of stamps holds the last', { kind: 'stamps', atMs: [0, 7] }, 7_000_001],
    ['of idle gaps holds the last', { kind: 'idle-gap', gapsMs: [10, 5] }, 15_000_001],
    [
      'of counts is that of all intervals',
      { kind: 'counts', counts: [1, 0, 0], intervalMs: 100, spacing },
      3e8,
    ],
  ])('%s', (_, spec, duration) => {
    expect(createSchedule(spec, 1).duration).toBe(duration);
  });
});

describe('the intended rate', () => {
  it.each<[string, ArrivalSpec, number, number]>([
    [
      'halfway up a ramp',
      { kind: 'ramp', fromPerSecond: 0, toPerSecond: 8, durationMs: 1000, spacing },
      500,
      4,
    ],
    [
      'in a spike',
      {
        kind: 'spikes',
        ratePerSecond: 1,
        spikePerSecond: 9,
        everyMs: 100,
        spikeMs: 10,
        durationMs: 250,
        spacing,
      },
      195,
      9,
    ],
    [
      'between spikes',
      {
        kind: 'spikes',
        ratePerSecond: 1,
        spikePerSecond: 9,
        everyMs: 100,
        spikeMs: 10,
        durationMs: 250,
        spacing,
      },
      205,
      1,
    ],
    [
      'at the peak of the second day, a quieter one',
      {
        kind: 'diurnal',
        meanPerSecond: 10,
        amplitude: 0.5,
        periodMs: 100,
        peakAtMs: 25,
        dayFactors: [1, 0.5],
        durationMs: 1000,
        spacing,
      },
      125,
      7.5,
    ],
    ['in an interval of counts', { kind: 'counts', counts: [1, 5], intervalMs: 500, spacing }, 700, 10],
    ['after the end', { kind: 'constant', ratePerSecond: 5, durationMs: 10 }, 10, 0],
    ['of a burst', { kind: 'burst', count: 5 }, 0, 0],
  ])('%s', (_, spec, atMs, rate) => {
    expect(createSchedule(spec, 1).rateAt(atMs * 1e6)).toBeCloseTo(rate, 12);
  });
});

describe('a ramp that falls', () => {
  it('begins at 0, and not a rounding error before it', () => {
    const ramp = {
      kind: 'ramp',
      fromPerSecond: 0.1,
      toPerSecond: 0,
      durationMs: 15.9196935,
      spacing: 'even',
    } as const;
    expect(createSchedule(ramp, 0).intendedStart(0)).toBe(0);
  });
});
