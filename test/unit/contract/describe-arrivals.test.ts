import { describe, expect, it } from '@jest/globals';
import type { ArrivalSpec } from '../../../harness/contract/arrivals.ts';
import { describeArrivals } from '../../../harness/contract/describe-arrivals.ts';

const poisson: ArrivalSpec = { kind: 'poisson', ratePerSecond: 60, durationMs: 7000 };
const burst: ArrivalSpec = { kind: 'burst', count: 20 };

describe('arrivals in a few words', () => {
  it.each<[string, ArrivalSpec]>([
    ['poisson 60/s for 7 s', poisson],
    ['constant 20/min for 500 ms', { kind: 'constant', ratePerSecond: 1 / 3, durationMs: 500 }],
    ['constant 6/h for 1.5 s', { kind: 'constant', ratePerSecond: 1 / 600, durationMs: 1500 }],
    ['constant 5/s ± 20 % for 2 h', { kind: 'jitter', ratePerSecond: 5, durationMs: 7_200_000, jitter: 0.2 }],
    [
      'ramp 10/s to 200/s over 2 min',
      { kind: 'ramp', fromPerSecond: 10, toPerSecond: 200, durationMs: 120_000, spacing: 'even' },
    ],
    [
      'poisson ramp 0/s to 12346/s over 90 s',
      { kind: 'ramp', fromPerSecond: 0, toPerSecond: 12_345.6, durationMs: 90_000, spacing: 'poisson' },
    ],
    [
      'steps 10/s, 20/s, 30/s, …, 60/s over 1 min',
      {
        kind: 'steps',
        steps: [10, 20, 30, 40, 50, 60].map((ratePerSecond) => ({ ratePerSecond, durationMs: 10_000 })),
        spacing: 'even',
      },
    ],
    ['burst of 20', burst],
    [
      '10/s with spikes to 200/s for 5 s every 1 min, for 10 min',
      {
        kind: 'spikes',
        ratePerSecond: 10,
        spikePerSecond: 200,
        everyMs: 60_000,
        spikeMs: 5000,
        durationMs: 600_000,
        spacing: 'even',
      },
    ],
    [
      'poisson diurnal 10/s ± 80 % every 1 d, for 7 d',
      {
        kind: 'diurnal',
        meanPerSecond: 10,
        amplitude: 0.8,
        periodMs: 86_400_000,
        peakAtMs: 0,
        dayFactors: [1],
        durationMs: 604_800_000,
        spacing: 'poisson',
      },
    ],
    ['idle gaps of 1 s, 5 min', { kind: 'idle-gap', gapsMs: [1000, 300_000] }],
    ['trace of 7 in 3 × 1 min', { kind: 'counts', counts: [3, 0, 4], intervalMs: 60_000, spacing: 'even' }],
    ['trace of 2 over 1.5 s', { kind: 'stamps', atMs: [0, 1500] }],
    ['poisson 60/s for 7 s, then burst of 20', { kind: 'concat', parts: [poisson, burst] }],
    [
      '(burst of 20, then poisson 60/s for 7 s) + burst of 20',
      { kind: 'superpose', parts: [{ kind: 'concat', parts: [burst, poisson] }, burst] },
    ],
    [
      'poisson 60/s for 7 s, scaled to 2.5 × the rate, 0.1 × the time',
      { kind: 'scale', of: poisson, rate: 2.5, time: 0.1 },
    ],
    [
      'poisson 60/s for 7 s, at most 10 invocations and 3 s',
      { kind: 'limit', of: poisson, invocations: 10, durationMs: 3000 },
    ],
    ['75 % of burst of 20', { kind: 'share', of: burst, weights: [1, 3], at: 1 }],
  ])('%s', (words, spec) => {
    expect(describeArrivals(spec)).toBe(words);
  });
});
