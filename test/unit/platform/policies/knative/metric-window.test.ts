import { describe, expect, it } from '@jest/globals';
import { knative } from '../../../../../platform/policies/index.ts';

const { averageValue, createMetricWindow, isWindowEmpty, recordValue, resizeMetricWindow } = knative;

type Record = readonly [second: number, value: number];

function record(window: knative.MetricWindow, records: readonly Record[]): knative.MetricWindow {
  return records.reduce((filled, [second, value]) => recordValue(filled, second * 1000, value), window);
}

describe('a linear window', () => {
  const of5 = createMetricWindow({ windowMs: 5000 });

  it.each<[string, Record[], number, number]>([
    ['is 0 before anything', [], 10, 0],
    [
      'adds up what comes in one second',
      [
        [10, 1],
        [10, 2],
      ],
      10,
      3,
    ],
    [
      'averages over its age while it is young',
      [
        [10, 1],
        [11, 3],
      ],
      11,
      2,
    ],
    [
      'counts a silent second in between as 0',
      [
        [10, 3],
        [12, 3],
      ],
      12,
      2,
    ],
    [
      'averages over its length when it is old',
      [
        [10, 1],
        [11, 1],
        [12, 1],
        [13, 1],
        [14, 1],
        [15, 6],
      ],
      15,
      2,
    ],
    [
      'does not count seconds at its end that are not reported yet',
      [
        [10, 4],
        [11, 2],
      ],
      13,
      3,
    ],
    [
      'leaves out what has become older than it',
      [
        [10, 4],
        [11, 2],
      ],
      15,
      2,
    ],
    [
      'is 0 when all has',
      [
        [10, 4],
        [11, 2],
      ],
      16,
      0,
    ],
    [
      'begins anew after a silence of its length',
      [
        [10, 100],
        [15, 4],
        [16, 2],
      ],
      16,
      3,
    ],
    [
      'does not begin anew before',
      [
        [10, 100],
        [14, 5],
      ],
      14,
      21,
    ],
    [
      'takes a late value, even before the first',
      [
        [12, 3],
        [10, 3],
      ],
      12,
      2,
    ],
    [
      'leaves out a value that is a window late',
      [
        [15, 3],
        [10, 100],
      ],
      15,
      3,
    ],
    [
      'takes one that is just less late',
      [
        [14, 3],
        [10, 2],
      ],
      14,
      1,
    ],
    [
      'does not look ahead of its last value',
      [
        [10, 4],
        [11, 2],
      ],
      5,
      3,
    ],
    [
      'keeps six digits',
      [
        [10, 1],
        [11, 1],
        [12, 0],
      ],
      12,
      0.666666,
    ],
  ])('%s', (_, records, nowSecond, average) => {
    expect(averageValue(record(of5, records), nowSecond * 1000 + 999)).toBe(average);
  });

  it.each([
    [5000, 14_999, false],
    [5000, 15_999, false],
    [5000, 16_000, true],
    [5500, 15_999, false],
    [5500, 16_000, true],
  ])('of %i ms with a value at 10 s is empty at %i ms: %s', (windowMs, nowMs, isEmpty) => {
    const window = recordValue(createMetricWindow({ windowMs }), 10_000, 1);
    expect(isWindowEmpty(window, nowMs)).toBe(isEmpty);
  });

  it('is empty before its first value, even if that is 0', () => {
    expect(isWindowEmpty(of5, 0)).toBe(true);
    expect(isWindowEmpty(recordValue(of5, 0, 0), 0)).toBe(false);
  });

  it('takes other granularities', () => {
    const window = createMetricWindow({ windowMs: 6000, granularityMs: 2000 });
    const filled = record(window, [
      [0, 2],
      [1, 2],
      [2, 2],
      [4, 3],
    ]);
    expect(filled.buckets).toEqual([4, 2, 3]);
    expect(averageValue(filled, 5999)).toBe(3);
  });

  it('does not change the window it is given', () => {
    const window = record(of5, [[10, 4]]);
    const copy = structuredClone(window);
    recordValue(window, 11_000, 1);
    averageValue(window, 12_000);
    expect(window).toEqual(copy);
  });
});

describe('a weighted window', () => {
  const window = createMetricWindow({ windowMs: 60_000, algorithm: 'weightedExponential' });
  const short = createMetricWindow({ windowMs: 4000, algorithm: 'weightedExponential' });
  const m = 1 - 0.0001 ** (1 / 4);

  it.each<[string, knative.MetricWindow, Record[], number, number]>([
    ['is 0 before anything', window, [], 10, 0],
    ['weighs the newest second by 0.2 at least', window, [[10, 10]], 10, 2],
    [
      'weighs each older second less',
      window,
      [
        [10, 10],
        [11, 10],
      ],
      11,
      2 + 1.6,
    ],
    ['lets a silent second pass', window, [[10, 10]], 12, 10 * 0.2 * 0.8 ** 2],
    [
      'weighs a short window so that it sums up to nearly 1',
      short,
      [
        [1, 1],
        [2, 1],
        [3, 1],
        [4, 1],
      ],
      4,
      0.9999,
    ],
    [
      'leaves out what is older than it',
      short,
      [
        [1, 5],
        [4, 1],
      ],
      6,
      m * (1 - m) ** 2,
    ],
    ['is 0 once nothing is left', short, [[1, 5]], 5, 0],
    ['is 0 when it is empty', short, [[1, 5]], 6, 0],
  ])('%s', (_, empty, records, nowSecond, average) => {
    expect(averageValue(record(empty, records), nowSecond * 1000)).toBeCloseTo(average, 12);
  });
});

describe('a window that is resized', () => {
  const full = record(createMetricWindow({ windowMs: 5000 }), [
    [10, 1],
    [11, 2],
    [12, 3],
    [13, 4],
    [14, 5],
  ]);

  it.each([
    ['shorter keeps its newest seconds', 3000, 14, 4],
    ['longer keeps all', 10_000, 14, 3],
    ['to what it is stays', 5000, 14, 3],
    ['after it has become empty has nothing', 3000, 30, 0],
  ])('%s', (_, windowMs, nowSecond, average) => {
    const resized = resizeMetricWindow(full, windowMs, nowSecond * 1000);
    expect(resized.buckets).toHaveLength(windowMs / 1000);
    expect(averageValue(resized, nowSecond * 1000)).toBe(average);
  });
});

describe('the two windows of a metric', () => {
  const spec = { stableWindowMs: 60_000, panicWindowMs: 6000, algorithm: 'linear' } as const;

  it('are read together', () => {
    let windows = knative.createMetricWindows(spec);
    for (let second = 0; second < 60; second++) {
      windows = knative.recordMetric(windows, second * 1000, second < 54 ? 10 : 70);
    }
    expect(knative.readMetric(windows, 59_000)).toEqual({ stable: 16, panic: 70 });
  });

  it('say so when there is nothing', () => {
    const windows = knative.recordMetric(knative.createMetricWindows(spec), 0, 1);
    expect(knative.readMetric(windows, 60_999)).toEqual({ stable: 0, panic: 0 });
    expect(knative.readMetric(windows, 61_000)).toBe('noData');
    expect(knative.readMetric(knative.createMetricWindows(spec), 0)).toBe('noData');
  });
});

describe('the largest of a few buckets', () => {
  it('may be kept by time', () => {
    const span = { windowMs: 5000, granularityMs: 2000 };
    const first = knative.recordMaxAt([], span, 1999, 9);
    const second = knative.recordMaxAt(first, span, 5999, 4);
    expect(knative.currentMax(second)).toBe(9);
    expect(knative.currentMax(knative.recordMaxAt(second, span, 6000, 1))).toBe(4);
  });

  it.each<[string, number, Record[], number]>([
    ['is 0 before anything', 3, [], 0],
    [
      'is the largest',
      3,
      [
        [1, 4],
        [2, 9],
        [3, 2],
      ],
      9,
    ],
    [
      'forgets one that is as many buckets old as the window',
      3,
      [
        [1, 9],
        [2, 4],
        [4, 1],
      ],
      4,
    ],
    [
      'keeps one that is a bucket younger',
      3,
      [
        [1, 9],
        [3, 1],
      ],
      9,
    ],
    [
      'takes the larger of one bucket',
      1,
      [
        [1, 9],
        [1, 4],
      ],
      9,
    ],
    [
      'of one bucket is its last',
      1,
      [
        [1, 9],
        [2, 4],
      ],
      4,
    ],
    [
      'goes up again',
      5,
      [
        [1, 3],
        [2, 2],
        [3, 1],
        [4, 2],
      ],
      3,
    ],
    [
      'outlives what it hides',
      2,
      [
        [1, 5],
        [2, 4],
        [3, 3],
        [4, 2],
      ],
      3,
    ],
  ])('%s', (_, size, records, value) => {
    const window = records.reduce<knative.MaxWindow>(
      (filled, [index, recorded]) => knative.recordMax(filled, size, index, recorded),
      [],
    );
    expect(knative.currentMax(window)).toBe(value);
  });
});
