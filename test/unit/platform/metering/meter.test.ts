import { describe, expect, it } from '@jest/globals';
import { type MeterName, meters, roundToHundredths } from '../../../../platform/metering/meter.ts';

describe('the billed duration', () => {
  it.each<[string, MeterName, number, number | undefined, number]>([
    ['contains the initialisation (a real line)', 'lambda', 67.49, 3000, 3068],
    ['contains the initialisation, whichever is longer', 'lambda', 3000, 67.49, 3068],
    ['of a warm start is the run time, rounded up', 'lambda', 8.4, undefined, 9],
    ['of a whole millisecond is that', 'lambda', 5, undefined, 5],
    ['is rounded once, not twice', 'lambda', 1.4, 1.4, 3],
    ['follows from what is stated', 'lambda', 0.1 + 0.2 + 1.7, undefined, 2],
    ['follows from what is stated, to a hundredth', 'lambda', 2.004, 1.003, 3],
    ['is at least one', 'lambda', 0, undefined, 1],
    [
      'left the initialisation out before August 2025 (a real line)',
      'lambdaBefore2025-08-01',
      8.4,
      170.13,
      9,
    ],
    ['was at least one before, too', 'lambdaBefore2025-08-01', 0.001, 500, 1],
  ])('%s', (_, name, durationMs, initDurationMs, billed) => {
    expect(meters[name]({ durationMs, initDurationMs })).toBe(billed);
  });
});

describe('a duration', () => {
  it.each([
    [67.494, 67.49],
    [67.496, 67.5],
    [0, 0],
  ])('of %d is stated as %d', (durationMs, stated) => {
    expect(roundToHundredths(durationMs)).toBe(stated);
  });
});
