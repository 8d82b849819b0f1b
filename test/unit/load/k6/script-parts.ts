/** Parts of a script, for the tests. */
import type { ArrivalSpec } from '../../../../harness/contract/arrivals.ts';
import type { InvocationTarget } from '../../../../harness/contract/target.ts';
import type { ScriptPart } from '../../../../harness/load/k6/compile-script.ts';
import type { PlayPart } from '../../../../harness/load/engine.ts';
import { createSchedule } from '../../../../workloads/arrivals/create-schedule.ts';

export const target: InvocationTarget = {
  origin: 'https://api.example.com',
  path: '/run',
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{}',
  dialect: 'plain',
  timeoutMs: 5000,
};

export function toOpen(arrivals: ArrivalSpec): PlayPart['load'] {
  return { model: 'open', schedule: createSchedule(arrivals, 7) };
}

export function toPart(load: PlayPart['load'], changes: Partial<InvocationTarget> = {}): ScriptPart {
  return { phase: 'load/api', function: 'api', target: { ...target, ...changes }, load };
}

const spacing = 'even';

/** Every kind of arrivals, and both kinds of concurrency. */
export const everyLoad: Readonly<
  Record<ArrivalSpec['kind'] | 'callers' | 'growing-callers', PlayPart['load']>
> = {
  constant: toOpen({ kind: 'constant', ratePerSecond: 20, durationMs: 60_000 }),
  poisson: toOpen({ kind: 'poisson', ratePerSecond: 20, durationMs: 60_000 }),
  renewal: toOpen({ kind: 'renewal', ratePerSecond: 20, variation: 2, durationMs: 60_000 }),
  jitter: toOpen({ kind: 'jitter', ratePerSecond: 20, durationMs: 60_000, jitter: 0.5 }),
  ramp: toOpen({ kind: 'ramp', fromPerSecond: 0, toPerSecond: 50, durationMs: 60_000, spacing }),
  steps: toOpen({
    kind: 'steps',
    steps: [
      { ratePerSecond: 10, durationMs: 30_000 },
      { ratePerSecond: 40, durationMs: 30_000 },
    ],
    spacing,
  }),
  burst: toOpen({ kind: 'burst', count: 50 }),
  spikes: toOpen({
    kind: 'spikes',
    ratePerSecond: 5,
    spikePerSecond: 100,
    everyMs: 60_000,
    spikeMs: 2000,
    durationMs: 120_000,
    spacing,
  }),
  diurnal: toOpen({
    kind: 'diurnal',
    meanPerSecond: 10,
    amplitude: 0.5,
    periodMs: 600_000,
    peakAtMs: 300_000,
    dayFactors: [1, 0.5],
    durationMs: 1_200_000,
    spacing,
  }),
  'idle-gap': toOpen({ kind: 'idle-gap', gapsMs: [1000, 5000, 10_000] }),
  counts: toOpen({ kind: 'counts', counts: [60, 0, 120], intervalMs: 60_000, spacing: 'poisson' }),
  stamps: toOpen({ kind: 'stamps', atMs: [0, 10, 20, 700, 2500] }),
  concat: toOpen({
    kind: 'concat',
    parts: [
      { kind: 'constant', ratePerSecond: 10, durationMs: 10_000 },
      { kind: 'burst', count: 100 },
      { kind: 'constant', ratePerSecond: 10, durationMs: 10_000 },
    ],
  }),
  superpose: toOpen({
    kind: 'superpose',
    parts: [
      { kind: 'constant', ratePerSecond: 10, durationMs: 10_000 },
      { kind: 'ramp', fromPerSecond: 0, toPerSecond: 10, durationMs: 10_000, spacing },
    ],
  }),
  scale: toOpen({
    kind: 'scale',
    of: { kind: 'constant', ratePerSecond: 10, durationMs: 10_000 },
    rate: 2,
    time: 0.5,
  }),
  limit: toOpen({
    kind: 'limit',
    of: { kind: 'constant', ratePerSecond: 10, durationMs: 10_000 },
    durationMs: 5000,
  }),
  share: toOpen({
    kind: 'share',
    of: { kind: 'poisson', ratePerSecond: 100, durationMs: 60_000 },
    weights: [1, 3],
    at: 0,
  }),
  callers: {
    model: 'closed',
    thinkTimeMs: 250,
    stages: [{ fromConcurrency: 10, toConcurrency: 10, durationMs: 30_000 }],
  },
  'growing-callers': {
    model: 'closed',
    thinkTimeMs: 0,
    stages: [
      { fromConcurrency: 0, toConcurrency: 20, durationMs: 10_000 },
      { fromConcurrency: 40, toConcurrency: 40, durationMs: 10_000 },
    ],
  },
};
