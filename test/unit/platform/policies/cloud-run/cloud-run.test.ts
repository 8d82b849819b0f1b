import { describe, expect, it } from '@jest/globals';
import { cloudRun } from '../../../../../platform/policies/index.ts';

const limits = cloudRun.createCloudRunLimits({ maxConcurrency: 10 });
const quiet: cloudRun.CloudRunObservation = {
  instances: 1,
  meanCpuPerSecond: 0,
  meanConcurrency: 0,
  inFlight: 0,
  pending: 0,
};

describe('the instances of Cloud Run', () => {
  type Row = readonly [
    what: string,
    seen: Partial<cloudRun.CloudRunObservation>,
    changes: Partial<cloudRun.CloudRunLimits>,
    instances: number,
    reason: cloudRun.CloudRunScaleReason,
  ];

  it.each<Row>([
    ['hold the mean concurrency at its target', { meanConcurrency: 31, inFlight: 1 }, {}, 6, 'concurrency'],
    [
      'hold the processor at its target',
      { meanConcurrency: 1, meanCpuPerSecond: 3.1, inFlight: 1 },
      {},
      6,
      'cpu',
    ],
    [
      'have more processors each',
      { meanConcurrency: 1, meanCpuPerSecond: 3.1, inFlight: 1 },
      { cpus: 2 },
      3,
      'cpu',
    ],
    [
      'have other targets',
      { meanConcurrency: 31, inFlight: 1 },
      { concurrencyTarget: 0.95 },
      4,
      'concurrency',
    ],
    ['have room at once for what waits', { meanConcurrency: 5, inFlight: 10, pending: 11 }, {}, 3, 'pending'],
    ['are none after a minute without an invocation', { meanCpuPerSecond: 9 }, {}, 0, 'noRequests'],
    ['are one at least within the minute', { meanConcurrency: 0.001 }, {}, 1, 'concurrency'],
    ['are one at least with a long invocation', { inFlight: 1 }, {}, 1, 'concurrency'],
    ['are not started from none by the processor', { instances: 0, meanCpuPerSecond: 9 }, {}, 0, 'atZero'],
    [
      'are not started from none by invocations that have gone',
      { instances: 0, meanConcurrency: 3 },
      {},
      0,
      'atZero',
    ],
    ['are started from none by an invocation', { instances: 0, pending: 1 }, {}, 1, 'pending'],
    ['are as many as the minimum', { instances: 0 }, { minInstances: 2 }, 2, 'minInstances'],
    [
      'are as many as the maximum',
      { meanConcurrency: 1000, inFlight: 1 },
      { maxInstances: 5 },
      5,
      'maxInstances',
    ],
  ])('%s', (_, seen, changes, recommendedInstances, reason) => {
    expect(cloudRun.decideScale({ ...quiet, ...seen }, { ...limits, ...changes })).toEqual({
      recommendedInstances,
      reason,
    });
  });

  it.each<[string, number, number, cloudRun.EvaluationDecision]>([
    ['every five seconds', 6000, 0, { kind: 'evaluate', reason: 'interval' }],
    ['not before', 5999, 0, { kind: 'wait', reason: 'notDue', untilMs: 6000 }],
    ['at once when something waits', 2000, 1, { kind: 'evaluate', reason: 'pending' }],
  ])('are reckoned %s', (_, nowMs, pending, decision) => {
    expect(cloudRun.decideEvaluation({ lastEvaluationMs: 1000, pending }, limits, nowMs)).toEqual(decision);
  });

  it.each<[string, Partial<cloudRun.IdleObservation>, number, cloudRun.IdleDecision]>([
    [
      'stays for a quarter of an hour',
      {},
      899_999,
      { kind: 'keep', reason: 'mayBeReused', untilMs: 900_000 },
    ],
    ['goes then', {}, 900_000, { kind: 'remove', reason: 'idle' }],
    [
      'stays while it is recommended',
      { recommendedInstances: 5 },
      900_000,
      { kind: 'keep', reason: 'recommended' },
    ],
    ['stays as one of the fewest', { instances: 2 }, 900_000, { kind: 'keep', reason: 'minInstances' }],
  ])('of which one is idle: %s', (_, changes, nowMs, decision) => {
    const seen = { idleSinceMs: 0, instances: 5, recommendedInstances: 0, ...changes };
    expect(cloudRun.decideIdle(seen, { ...limits, minInstances: 2 }, nowMs)).toEqual(decision);
  });

  it.each([
    [2, undefined, 80],
    [0.5, undefined, 1],
    [0.99, 80, 1],
    [1, 2000, 1000],
    [4, 0, 1],
  ])('of %d processors, asked for %d, take %i at once', (cpus, wanted, concurrency) => {
    expect(cloudRun.toMaxConcurrency(cpus, wanted)).toBe(concurrency);
  });
});

describe('a service', () => {
  it.each<[Partial<cloudRun.CloudRunLimits>, string]>([
    [{ cpuTarget: 0.05 }, 'cpuTarget: expected 0.1 to 0.95, got 0.05'],
    [{ concurrencyTarget: 1 }, 'concurrencyTarget: expected 0.1 to 0.95, got 1'],
    [{ maxConcurrency: 1001 }, 'maxConcurrency: expected a whole number from 1 to 1000, got 1001'],
    [{ cpus: 0.5 }, 'maxConcurrency: expected a whole number from 1 to 1, got 80'],
    [{ minInstances: 101 }, 'minInstances: expected a whole number from 0 to 100, got 101'],
  ])('cannot be set up with %j', (changes, message) => {
    expect(() => cloudRun.createCloudRunLimits(changes)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', message }),
    );
  });
});

describe('an invocation that finds no room', () => {
  it.each<[string, cloudRun.PendingRule, boolean, number, number]>([
    ['ten seconds, by the older rule', 'older', false, 20_000, 10_000],
    ['the mean start, by the older rule, while one starts', 'older', true, 20_000, 20_000],
    ['ten seconds at least, by the older rule', 'older', true, 2000, 10_000],
    ['3.5 times the mean start, by the newer rule', 'newer', false, 20_000, 70_000],
    ['ten seconds at least, by the newer rule', 'newer', true, 2000, 10_000],
    ['ten seconds before any start is known', 'newer', true, 0, 10_000],
  ])('waits for %s', (_, pendingRule, isInstanceStarting, meanStartMs, longestMs) => {
    const seen = { pendingSinceMs: 500, isInstanceStarting, meanStartMs };
    const untilMs = 500 + longestMs;
    expect(cloudRun.decidePending(seen, { pendingRule }, untilMs - 1)).toEqual({
      kind: 'wait',
      untilMs,
      reason: 'noRoom',
    });
    expect(cloudRun.decidePending(seen, { pendingRule }, untilMs)).toEqual({
      kind: 'refuse',
      status: 429,
      reason: 'pendingTooLong',
    });
  });
});

describe('a function of the first generation', () => {
  it.each<[string, number[], number, cloudRun.Gcf1Decision]>([
    ['runs in an idle instance', [3, 8], 3000, { kind: 'reuse', index: 1, reason: 'newestIdle' }],
    ['starts one', [], 2999, { kind: 'start', reason: 'noneIdle' }],
    ['is refused at the maximum', [], 3000, { kind: 'refuse', status: 429, reason: 'maxInstances' }],
  ])('%s', (_, sequences, instances, decision) => {
    const idle = sequences.map((sequence) => ({ sequence }));
    expect(cloudRun.decideGcf1Arrival({ idle, instances }, cloudRun.gcf1Defaults)).toEqual(decision);
  });
});
