import { describe, expect, it } from '@jest/globals';
import { fc } from '../../support/property.ts';
import type { ArrivalSpec } from '../../../harness/contract/arrivals.ts';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';
import { deriveSeed } from '../../../workloads/arrivals/derive-seed.ts';
import { toStarts } from '../../support/to-starts.ts';
import { anyArrivals, seed, simple } from './arbitrary-arrivals.ts';

const starts = (spec: ArrivalSpec, value: number): number[] => toStarts(createSchedule(spec, value));
const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);
const parts = fc.array(anyArrivals, { minLength: 1, maxLength: 3 });

/** What the parts are on their own, each with the seed of its position. */
const partsOf = (specs: readonly ArrivalSpec[], value: number): number[][] =>
  specs.map((spec, at) => starts(spec, deriveSeed(value, at)));

describe('concat', () => {
  it('puts each part after the ones before', () => {
    fc.assert(
      fc.property(parts, seed, (specs, value) => {
        let begin = 0;
        const expected = specs.flatMap((spec, at) => {
          const part = createSchedule(spec, deriveSeed(value, at));
          const moved = toStarts(part).map((start) => begin + start);
          begin += part.duration;
          return moved;
        });
        expect(starts({ kind: 'concat', parts: specs }, value)).toEqual(expected);
      }),
    );
  });
});

describe('superpose', () => {
  it('has all starts of all parts', () => {
    fc.assert(
      fc.property(parts, seed, (specs, value) => {
        expect(starts({ kind: 'superpose', parts: specs }, value)).toEqual(
          sorted(partsOf(specs, value).flat()),
        );
      }),
    );
  });
});

describe('scale', () => {
  const inner = 0;

  it('by 1 changes nothing', () => {
    fc.assert(
      fc.property(anyArrivals, seed, (of, value) => {
        expect(starts({ kind: 'scale', of, rate: 1, time: 1 }, value)).toEqual(
          starts(of, deriveSeed(value, inner)),
        );
      }),
    );
  });

  it('repeats or thins each arrival by the factor, and stretches its instant', () => {
    const rate = fc.double({ min: 0.1, max: 3, noNaN: true });
    fc.assert(
      fc.property(simple, seed, rate, fc.integer({ min: 1, max: 5 }), (of, value, factor, time) => {
        const original = starts(of, deriveSeed(value, inner));
        const scaled = starts({ kind: 'scale', of, rate: factor, time }, value);
        const n = original.length;
        const rest = factor % 1;
        expect(Math.abs(scaled.length - factor * n)).toBeLessThanOrEqual(
          5 * Math.sqrt(n * rest * (1 - rest)) + 3,
        );
        const allowed = new Set(original.map((start) => start * time));
        expect(scaled.every((start) => allowed.has(start))).toBe(true);
      }),
    );
  });
});

describe('limit', () => {
  it('is the beginning of what it limits', () => {
    fc.assert(
      fc.property(
        anyArrivals,
        seed,
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 500 }),
        (of, value, invocations, durationMs) => {
          const expected = starts(of, value)
            .slice(0, invocations)
            .filter((start) => start < durationMs * 1e6);
          expect(starts({ kind: 'limit', of, invocations, durationMs }, value)).toEqual(expected);
        },
      ),
    );
  });
});

describe('share', () => {
  it('adds up to the whole over all weights', () => {
    const weights = fc
      .array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 5 })
      .filter((all) => all.some((weight) => weight > 0));
    fc.assert(
      fc.property(anyArrivals, seed, weights, (of, value, shares) => {
        const dealt = shares.flatMap((_, at) => starts({ kind: 'share', of, weights: shares, at }, value));
        expect(sorted(dealt)).toEqual(starts({ kind: 'share', of, weights: [1], at: 0 }, value));
      }),
    );
  });

  it('follows the weights, within 5 standard deviations', () => {
    const of: ArrivalSpec = { kind: 'constant', ratePerSecond: 10_000, durationMs: 1000 };
    fc.assert(
      fc.property(seed, fc.integer({ min: 1, max: 99 }), (value, percent) => {
        const part = starts({ kind: 'share', of, weights: [percent, 100 - percent], at: 0 }, value).length;
        const share = percent / 100;
        expect(Math.abs(part - 10_000 * share)).toBeLessThan(5 * Math.sqrt(10_000 * share * (1 - share)));
      }),
      { numRuns: 30 },
    );
  });
});
