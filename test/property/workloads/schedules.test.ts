import { describe, expect, it } from '@jest/globals';
import { fc } from '../../support/property.ts';
import { countStarts } from '../../../harness/contract/count-starts.ts';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';
import { split } from '../../../workloads/arrivals/split.ts';
import { toStarts } from '../../support/to-starts.ts';
import { anyArrivals, seed } from './arbitrary-arrivals.ts';

describe('every schedule', () => {
  it('gives the same intended starts from the same seed', () => {
    fc.assert(
      fc.property(anyArrivals, seed, (spec, value) => {
        expect(toStarts(createSchedule(spec, value))).toEqual(toStarts(createSchedule(spec, value)));
      }),
    );
  });

  it('starts on whole nanoseconds, never earlier than the one before, in [0, duration)', () => {
    fc.assert(
      fc.property(anyArrivals, seed, (spec, value) => {
        const schedule = createSchedule(spec, value);
        const starts = toStarts(schedule);
        expect(starts.every(Number.isSafeInteger)).toBe(true);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
        expect(starts[0] ?? 0).toBeGreaterThanOrEqual(0);
        // What lasts no time starts all at 0.
        expect(starts.at(-1) ?? -1).toBeLessThan(Math.max(schedule.duration, 1));
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same start in whatever order it is asked', () => {
    fc.assert(
      fc.property(
        anyArrivals,
        seed,
        fc.array(fc.nat({ max: 300 }), { minLength: 1, maxLength: 20 }),
        (spec, value, indices) => {
          const inOrder = toStarts(createSchedule(spec, value));
          const schedule = createSchedule(spec, value);
          expect(indices.map((index) => schedule.intendedStart(index))).toEqual(
            indices.map((index) => inOrder[index]),
          );
        },
      ),
    );
  });

  it('is counted without asking for every start', () => {
    fc.assert(
      fc.property(anyArrivals, seed, (spec, value) => {
        expect(countStarts(createSchedule(spec, value))).toBe(toStarts(createSchedule(spec, value)).length);
      }),
    );
  });

  it('is shared by any number of workers without loss', () => {
    fc.assert(
      fc.property(anyArrivals, seed, fc.integer({ min: 1, max: 7 }), (spec, value, workers) => {
        const whole = toStarts(createSchedule(spec, value));
        const parts = Array.from({ length: workers }, (_, worker) =>
          toStarts(split(createSchedule(spec, value), worker, workers)),
        );
        expect(whole.map((_, index) => parts[index % workers]?.[Math.floor(index / workers)])).toEqual(whole);
        expect(parts.reduce((sum, part) => sum + part.length, 0)).toBe(whole.length);
      }),
    );
  });

  it('has a rate of 0 outside itself and never less', () => {
    fc.assert(
      fc.property(anyArrivals, seed, fc.double({ min: 0, max: 0.999, noNaN: true }), (spec, value, part) => {
        const schedule = createSchedule(spec, value);
        expect(schedule.rateAt(schedule.duration + 10)).toBe(0);
        expect(schedule.rateAt(Math.floor(part * schedule.duration))).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
