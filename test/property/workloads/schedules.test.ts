import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Schedule } from '../../../harness/contract/arrivals.ts';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';

const openSpec = fc.record({
  kind: fc.constantFrom('constant' as const, 'poisson' as const),
  ratePerSecond: fc.double({ min: 0.1, max: 5000, noNaN: true }),
  durationMs: fc.integer({ min: 1, max: 2000 }),
});
const anySpec = fc.oneof(
  openSpec,
  fc.record({ kind: fc.constant('burst' as const), count: fc.nat({ max: 500 }) }),
);
const seed = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

function toStarts(schedule: Schedule): number[] {
  const starts: number[] = [];
  for (;;) {
    const start = schedule.intendedStart(starts.length);
    if (start === undefined) return starts;
    starts.push(start);
  }
}

describe('every schedule', () => {
  it('gives the same intended starts to the nanosecond from the same seed', () => {
    fc.assert(
      fc.property(anySpec, seed, (spec, value) => {
        expect(toStarts(createSchedule(spec, value))).toEqual(toStarts(createSchedule(spec, value)));
      }),
    );
  });

  it('starts never before zero, never earlier than the one before, on whole nanoseconds', () => {
    fc.assert(
      fc.property(anySpec, seed, (spec, value) => {
        let previous = 0;
        for (const start of toStarts(createSchedule(spec, value))) {
          expect(Number.isSafeInteger(start)).toBe(true);
          expect(start).toBeGreaterThanOrEqual(previous);
          previous = start;
        }
      }),
    );
  });

  it('gives the same start whatever was asked before', () => {
    fc.assert(
      fc.property(openSpec, seed, fc.nat({ max: 200 }), (spec, value, index) => {
        const inOrder = toStarts(createSchedule(spec, value));
        expect(createSchedule(spec, value).intendedStart(index)).toBe(inOrder[index]);
      }),
    );
  });

  it('ends with its duration', () => {
    fc.assert(
      fc.property(openSpec, seed, (spec, value) => {
        const schedule = createSchedule(spec, value);
        for (const start of toStarts(schedule)) expect(start).toBeLessThan(schedule.duration);
        expect(schedule.rateAt(schedule.duration)).toBe(0);
        expect(schedule.rateAt(0)).toBe(spec.ratePerSecond);
      }),
    );
  });
});
