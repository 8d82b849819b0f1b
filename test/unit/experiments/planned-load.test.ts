import { describe, expect, it } from '@jest/globals';
import { toPlannedLoad } from '../../../harness/experiments/planned-load.ts';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';

const planned = (arrivals: Parameters<typeof createSchedule>[0]) =>
  toPlannedLoad({ model: 'open', arrivals }, 7, createSchedule);

describe('what a load comes to', () => {
  it.each([
    [
      { kind: 'burst', count: 1 },
      { invocations: 1, durationMs: 0 },
    ],
    [
      { kind: 'burst', count: 17 },
      { invocations: 17, durationMs: 0 },
    ],
    [
      { kind: 'constant', ratePerSecond: 10, durationMs: 2000 },
      { invocations: 20, durationMs: 2000 },
    ],
    [
      { kind: 'constant', ratePerSecond: 3, durationMs: 1000 },
      { invocations: 3, durationMs: 1000 },
    ],
  ] as const)('is known before it is played: %j', (arrivals, expected) => {
    expect(planned(arrivals)).toEqual(expected);
  });

  it('is the number of starts that the seed draws', () => {
    const arrivals = { kind: 'poisson', ratePerSecond: 100, durationMs: 5000 } as const;
    const schedule = createSchedule(arrivals, 7);
    let count = 0;
    while (schedule.intendedStart(count) !== undefined) count++;
    expect(planned(arrivals).invocations).toBe(count);
  });

  it('in the closed model is left to the target', () => {
    const stages = [
      { fromConcurrency: 1, toConcurrency: 9, durationMs: 1000 },
      { fromConcurrency: 9, toConcurrency: 9, durationMs: 500 },
    ];
    expect(toPlannedLoad({ model: 'closed', stages, thinkTimeMs: 0 }, 7, createSchedule)).toEqual({
      invocations: null,
      durationMs: 1500,
    });
  });
});
