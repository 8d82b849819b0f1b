import { describe, expect, it } from '@jest/globals';
import { fc } from '../../support/property.ts';
import type { ArrivalSpec, Spacing } from '../../../harness/contract/arrivals.ts';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';
import { toStarts } from '../../support/to-starts.ts';
import { type Changing, changing, seed } from './arbitrary-arrivals.ts';

/** Invocations in [0, t), t in seconds: written down once more, in the plainest way, to judge the schedules by. */
function integral(spec: Changing, t: number): number {
  switch (spec.kind) {
    case 'ramp': {
      const now = spec.fromPerSecond + ((spec.toPerSecond - spec.fromPerSecond) * t * 1000) / spec.durationMs;
      return ((spec.fromPerSecond + now) / 2) * t;
    }
    case 'steps': {
      let left = t;
      return spec.steps.reduce((sum, { ratePerSecond, durationMs }) => {
        const inside = Math.min(left, durationMs / 1000);
        left -= inside;
        return sum + ratePerSecond * inside;
      }, 0);
    }
    case 'spikes': {
      const every = spec.everyMs / 1000;
      const quiet = every - spec.spikeMs / 1000;
      const periods = Math.floor(t / every);
      const inside = t - periods * every;
      const spiking = periods * (every - quiet) + Math.max(0, inside - quiet);
      return spec.ratePerSecond * (t - spiking) + spec.spikePerSecond * spiking;
    }
    case 'diurnal': {
      const slice = spec.periodMs / 1000 / 1000;
      let sum = 0;
      for (let begin = 0, at = 0; begin < t; at++, begin = at * slice) {
        const turns = ((at + 0.5) * slice * 1000 - spec.peakAtMs) / spec.periodMs;
        const factor = spec.dayFactors[Math.floor(at / 1000) % spec.dayFactors.length] ?? 0;
        const rate = spec.meanPerSecond * (1 + spec.amplitude * Math.cos(2 * Math.PI * turns)) * factor;
        sum += rate * Math.min(slice, t - begin);
      }
      return sum;
    }
  }
}

/** Starts up to a part of the duration, and how many the rate makes. */
function count(spec: Changing, spacing: Spacing, value: number, part: number): [number, number] {
  const spaced: ArrivalSpec = { ...spec, spacing };
  const schedule = createSchedule(spaced, value);
  const until = Math.floor(part * schedule.duration);
  return [toStarts(schedule).filter((start) => start < until).length, integral(spec, until / 1e9)];
}

const part = fc.double({ min: 0, max: 1, noNaN: true });

describe('a changing rate', () => {
  it('makes at even distances as many starts as its integral, rounded up', () => {
    fc.assert(
      fc.property(changing, part, (spec, at) => {
        const [made, expected] = count(spec, 'even', 1, at);
        expect(made).toBeGreaterThan(expected - 0.01);
        expect(made).toBeLessThan(expected + 1.01);
      }),
      { numRuns: 300 },
    );
  });

  it('makes as independent arrivals as many starts as its integral, within 5 standard deviations', () => {
    fc.assert(
      fc.property(changing, seed, part, (spec, value, at) => {
        const [made, expected] = count(spec, 'poisson', value, at);
        // A few more, because few arrivals are not normally distributed.
        expect(Math.abs(made - expected)).toBeLessThan(5 * Math.sqrt(expected) + 6);
      }),
    );
  });
});

describe('a trace of counts', () => {
  it('has in each interval exactly its count', () => {
    const counts = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(counts, fc.constantFrom('even', 'poisson'), seed, (wanted, spacing, value) => {
        const spec: ArrivalSpec = { kind: 'counts', counts: wanted, intervalMs: 5, spacing };
        const intervals = toStarts(createSchedule(spec, value)).map((start) => Math.floor(start / 5e6));
        expect(wanted.map((_, at) => intervals.filter((interval) => interval === at).length)).toEqual(wanted);
      }),
    );
  });
});
