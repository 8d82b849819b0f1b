import { describe, expect, it } from '@jest/globals';
import { createRunAxis, toSecondTimestamp } from '../../../../harness/sinks/series/run-axis.ts';

describe('the axis of a run', () => {
  const axis = createRunAxis({ epochMsAtOrigin: 1_795_000_000_123.25 });

  it.each([
    [0, 1_795_000_000_123_250_000n],
    [1, 1_795_000_000_123_250_001n],
    [86_400e9 + 1, 1_795_086_400_123_250_001n],
  ])('keeps every nanosecond of %d', (at, timestamp) => {
    expect(axis.timestampOf(at)).toBe(timestamp);
  });

  it.each([
    ['the start', 0, 1_795_000_000],
    ['the last nanosecond of the second', 876_749_999, 1_795_000_000],
    ['the first of the next', 876_750_000, 1_795_000_001],
    ['an instant before the start', -123_250_001, 1_794_999_999],
  ])('puts %s into its calendar second', (_, at, second) => {
    expect(axis.secondOf(at)).toBe(second);
    expect(axis.secondOf(axis.startOf(second))).toBe(second);
    expect(axis.secondOf(axis.startOf(second) - 1)).toBe(second - 1);
    expect(axis.timestampOf(axis.startOf(second))).toBe(toSecondTimestamp(second));
  });
});
