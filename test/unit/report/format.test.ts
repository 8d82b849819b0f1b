import { describe, expect, it } from '@jest/globals';
import {
  formatCount,
  formatDigits,
  formatDuration,
  formatPercent,
  formatRate,
  formatUsd,
} from '../../../harness/report/format.ts';

describe('a duration has three significant digits and the unit that fits', () => {
  it.each([
    [0, '0 ms'],
    [0.0004, '<1 µs'],
    [0.0125, '12.5 µs'],
    [0.42, '420 µs'],
    [0.9997, '1.00 ms'],
    [1.2345, '1.23 ms'],
    [13.66, '13.7 ms'],
    [999.4, '999 ms'],
    [999.7, '1.00 s'],
    [1250, '1.25 s'],
    [59_999, '60.0 s'],
    [100_000, '1 min 40 s'],
    [600_000, '10 min'],
    [7_260_000, '2 h 1 min'],
    [-3, '−3.00 ms'],
    [Number.NaN, '—'],
  ])('%p ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('an amount of money that is not zero is never written as zero', () => {
  it.each([
    [0, '$0.00'],
    [0.2, '$0.20'],
    [0.219_99, '$0.220'],
    [0.000_004_2, '$0.00000420'],
    [1e-13, '<$0.000000000001'],
    [0.999_99, '$1.00'],
    [1234.567, '$1,234.57'],
    [-0.05, '−$0.05'],
    [Infinity, '—'],
  ])('%p is %s', (usd, text) => {
    expect(formatUsd(usd)).toBe(text);
  });
});

describe('a share neither rounds something to nothing nor a part to the whole', () => {
  it.each([
    [0, '0 %'],
    [0.0001, '<0.1 %'],
    [0.123, '12.3 %'],
    [0.9996, '>99.9 %'],
    [1, '100 %'],
    [1.734, '173.4 %'],
    [45.6, '4,560 %'],
  ])('%p is %s', (share, text) => {
    expect(formatPercent(share)).toBe(text);
  });
});

describe('a rate is given by the second, and rare ones by the minute or hour', () => {
  it.each([
    [0, '0/s'],
    [0.0001, '0.36/h'],
    [0.05, '3/min'],
    [62.46, '62.5/s'],
    [1000, '1,000/s'],
  ])('%p a second is %s', (rate, text) => {
    expect(formatRate(rate)).toBe(text);
  });
});

describe('a count', () => {
  it('has thousands separators', () => {
    expect(formatCount(1_234_567)).toBe('1,234,567');
    expect(formatDigits(12_345.6)).toBe('12,346');
    expect(formatDigits(0.012_345)).toBe('0.0123');
  });
});
