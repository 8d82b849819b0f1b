import { describe, expect, it } from '@jest/globals';
import type { ArrivalSpec } from '../../../harness/contract/arrivals.ts';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';
import { split } from '../../../workloads/arrivals/split.ts';
import { toStarts } from '../../support/to-starts.ts';

const everyTen: ArrivalSpec = { kind: 'constant', ratePerSecond: 100, durationMs: 30 };
const burst: ArrivalSpec = { kind: 'burst', count: 2 };

const startsInMs = (spec: ArrivalSpec): number[] =>
  toStarts(createSchedule(spec, 1)).map((start) => start / 1e6);

describe('combined arrivals', () => {
  it.each<[string, ArrivalSpec, number[]]>([
    ['concat: one after the other', { kind: 'concat', parts: [everyTen, everyTen] }, [0, 10, 20, 30, 40, 50]],
    [
      'concat: a burst between two loads',
      { kind: 'concat', parts: [everyTen, burst, everyTen] },
      [0, 10, 20, 30, 30, 30, 40, 50],
    ],
    ['superpose: in one order', { kind: 'superpose', parts: [everyTen, burst] }, [0, 0, 0, 10, 20]],
    ['scale: twice as many', { kind: 'scale', of: everyTen, rate: 2, time: 1 }, [0, 0, 10, 10, 20, 20]],
    ['scale: in half the time', { kind: 'scale', of: everyTen, rate: 1, time: 0.5 }, [0, 5, 10]],
    ['limit: so many', { kind: 'limit', of: everyTen, invocations: 2 }, [0, 10]],
    ['limit: so long, the end not included', { kind: 'limit', of: everyTen, durationMs: 20 }, [0, 10]],
    ['limit: a burst is let through', { kind: 'limit', of: burst, durationMs: 20 }, [0, 0]],
    [
      'share: all, if there is nobody else',
      { kind: 'share', of: everyTen, weights: [1], at: 0 },
      [0, 10, 20],
    ],
    ['share: none of no weight', { kind: 'share', of: everyTen, weights: [1, 0], at: 1 }, []],
  ])('%s', (_, spec, starts) => {
    expect(startsInMs(spec)).toEqual(starts);
  });

  it.each<[string, ArrivalSpec, number]>([
    ['concat lasts as long as its parts together', { kind: 'concat', parts: [everyTen, everyTen] }, 60],
    ['concat lasts until after a burst at its end', { kind: 'concat', parts: [everyTen, burst] }, 30.000001],
    ['superpose lasts as long as its longest part', { kind: 'superpose', parts: [burst, everyTen] }, 30],
    ['scale lasts its time', { kind: 'scale', of: everyTen, rate: 2, time: 3 }, 90],
    ['limit ends where the first left out would start', { kind: 'limit', of: everyTen, invocations: 2 }, 20],
    ['limit does not lengthen', { kind: 'limit', of: everyTen, invocations: 99, durationMs: 99 }, 30],
    ['limit of a burst holds what it keeps', { kind: 'limit', of: burst, invocations: 1 }, 0],
  ])('%s', (_, spec, durationMs) => {
    expect(createSchedule(spec, 1).duration).toBe(durationMs * 1e6);
  });

  it.each<[string, ArrivalSpec, number]>([
    [
      'concat has the rate of the part',
      { kind: 'concat', parts: [{ kind: 'burst', count: 1 }, everyTen] },
      100,
    ],
    ['superpose adds the rates', { kind: 'superpose', parts: [everyTen, everyTen] }, 200],
    ['scale: three times as many in twice the time', { kind: 'scale', of: everyTen, rate: 3, time: 2 }, 150],
    ['share has its part', { kind: 'share', of: everyTen, weights: [1, 3], at: 1 }, 75],
    ['limit has none after its end', { kind: 'limit', of: everyTen, durationMs: 5 }, 0],
  ])('rate: %s', (_, spec, rate) => {
    expect(createSchedule(spec, 1).rateAt(6e6)).toBe(rate);
  });

  it('do not arrive together where two parts are alike', () => {
    const poisson: ArrivalSpec = { kind: 'poisson', ratePerSecond: 100, durationMs: 1000 };
    const starts = startsInMs({ kind: 'superpose', parts: [poisson, poisson] });
    expect(new Set(starts).size).toBe(starts.length);
  });

  it('thin twice as independently as once', () => {
    const all: ArrivalSpec = { kind: 'constant', ratePerSecond: 10_000, durationMs: 1000 };
    const half = (of: ArrivalSpec): ArrivalSpec => ({ kind: 'scale', of, rate: 0.5, time: 1 });
    const left = startsInMs(half(half(all))).length;
    // 2,500 ± 5 standard deviations.
    expect(Math.abs(left - 2500)).toBeLessThan(5 * Math.sqrt(10_000 * 0.25 * 0.75));
  });
});

describe('a schedule split among workers', () => {
  it('gives each every n-th invocation and its part of the rate', () => {
    const part = split(createSchedule(everyTen, 1), 1, 2);
    expect(toStarts(part)).toEqual([10_000_000]);
    expect([part.duration, part.rateAt(0)]).toEqual([30_000_000, 50]);
  });
});
