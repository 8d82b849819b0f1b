import { describe, expect, it } from '@jest/globals';
import {
  createIdleTimes,
  createInterArrivals,
  decideHybridHistogram,
  decideInterArrivalHistogram,
  forecastArima,
  type HybridHistogramSettings,
  hybridHistogramSettings,
  type IdleTimes,
  interArrivalSettings,
  recordArrival,
  recordIdleTime,
  toBinVariation,
} from '../../../../../platform/policies/keep-alive/index.ts';

const minute = 60_000;
const hour = 60 * minute;
const times = (count: number, minutes: number): number[] => Array.from({ length: count }, () => minutes);

function record(
  minutes: readonly number[],
  settings: HybridHistogramSettings = hybridHistogramSettings,
): IdleTimes {
  let seen = createIdleTimes(settings);
  for (const idle of minutes) seen = recordIdleTime(seen, idle * minute, settings);
  return seen;
}

describe('the hybrid histogram', () => {
  it('keeps for the whole range while it knows nothing', () => {
    expect(decideHybridHistogram(createIdleTimes())).toEqual({
      prewarmAfterMs: 0,
      removeAfterMs: 4 * hour,
      reason: 'fewSamples',
    });
  });

  it.each([
    ['loads before the head and unloads after the tail', times(100, 10.5), 9, 12.1],
    ['stays loaded when the head is in the first bin', times(100, 0.5), 0, 1.1],
    ['takes the bin where the head is reached', [...times(5, 3.5), ...times(95, 20)], 2.7, 23.1],
    ['passes over less than the head', [...times(4, 3.5), ...times(96, 20)], 18, 23.1],
    ['passes over what is beyond the tail', [...times(99, 10), ...times(1, 200)], 9, 12.1],
    ['counts what is at the tail', [...times(98, 10), ...times(2, 200)], 9, 221.1],
  ])('%s', (_, minutes, prewarm, remove) => {
    const windows = decideHybridHistogram(record(minutes));
    expect(windows.reason).toBe('histogram');
    expect(windows.prewarmAfterMs / minute).toBeCloseTo(prewarm, 9);
    expect(windows.removeAfterMs / minute).toBeCloseTo(remove, 9);
  });

  it('begins the window at the loading as dslab does, if it is told to', () => {
    const settings = { ...hybridHistogramSettings, windowFrom: 'prewarm' } as const;
    const { removeAfterMs } = decideHybridHistogram(record(times(100, 10.5)), settings);
    expect(removeAfterMs / minute).toBeCloseTo(9 + 12.1, 9);
  });

  it('keeps for the whole range when the bins are filled evenly', () => {
    const even = record(Array.from({ length: 240 }, (_, at) => at + 0.5));
    expect(toBinVariation(even)).toBe(0);
    expect(decideHybridHistogram(even)).toEqual({
      prewarmAfterMs: 0,
      removeAfterMs: 4 * hour,
      reason: 'notRepresentative',
    });
  });

  // One of 240 bins holds everything: the mean is n / 240, the deviation n / sqrt(240).
  it('measures the variation of the bin counts', () => {
    expect(toBinVariation(record(times(7, 3)))).toBeCloseTo(Math.sqrt(240), 9);
    const incremental = { ...hybridHistogramSettings, variance: 'incremental' } as const;
    const first = 1 - 1 / 240;
    expect(toBinVariation(record([3], incremental), incremental)).toBeCloseTo(
      Math.sqrt((first * first) / 239) * 240,
      9,
    );
  });

  it('asks the time series when half of the idle times are beyond the range', () => {
    const minutes = [...times(5, 300), ...times(5, 10)];
    const seen = record(minutes);
    const next = forecastArima(minutes.map((idle) => idle * minute)).value;
    expect(decideHybridHistogram(seen)).toEqual({
      prewarmAfterMs: next * 0.85,
      removeAfterMs: next * 0.85 + next * 0.15 * 2,
      reason: 'outOfBounds',
    });
    expect(decideHybridHistogram(record(minutes.slice(1))).reason).toBe('histogram');
  });

  it('counts the end of the range as beyond it, and time that runs backwards as none', () => {
    const seen = record([240, -1]);
    expect([seen.outOfBounds, seen.inBounds, seen.bins[0]]).toEqual([1, 1, 1]);
  });

  it('remembers the latest idle times only, and leaves the state before alone', () => {
    const settings = { ...hybridHistogramSettings, arimaSamples: 3 };
    const before = record([1, 2, 3], settings);
    const after = recordIdleTime(before, 4 * minute, settings);
    expect(after.recentMs).toEqual([2 * minute, 3 * minute, 4 * minute]);
    expect([before.recentMs.length, before.bins[4], after.bins[4]]).toEqual([3, 0, 1]);
  });
});

describe("faascache-sim's histogram", () => {
  const arrive = (gapsInMinutes: readonly number[]): ReturnType<typeof decideInterArrivalHistogram> => {
    let seen = createInterArrivals();
    let nowMs = 0;
    for (const gap of [0, ...gapsInMinutes]) {
      nowMs += gap * minute;
      seen = recordArrival(seen, nowMs);
    }
    return decideInterArrivalHistogram(seen, interArrivalSettings);
  };
  const byDefault = { prewarmAfterMs: 0, removeAfterMs: 2 * hour };

  it.each([
    ['no time', [], 'fewSamples'],
    ['one time', [5], 'fewSamples'],
    ['a time beyond four hours', [5, 240], 'fewSamples'],
    ['times that spread too much', [1, 100, 1, 100], 'notRepresentative'],
  ])('keeps for two hours after %s', (_, gaps, reason) => {
    expect(arrive(gaps)).toEqual({ ...byDefault, reason });
  });

  it.each([
    ['even times', times(20, 10), 9 * 0.9, 11 * 1.1],
    ['times within a minute', times(20, 0.5), 0, 1.1],
    ['times of which one is late', [...times(99, 10), 11], 9 * 0.9, 12 * 1.1],
    ['times at the end of the range', times(20, 239), 238 * 0.9, 240 * 1.1],
  ])('takes the bins beside the quantiles of %s', (_, gaps, prewarm, remove) => {
    const windows = arrive(gaps);
    expect(windows.reason).toBe('histogram');
    expect(windows.prewarmAfterMs / minute).toBeCloseTo(prewarm, 9);
    expect(windows.removeAfterMs / minute).toBeCloseTo(remove, 9);
  });
});
