import { describe, expect, it } from '@jest/globals';
import {
  countOverdue,
  decideFpcContainers,
  decideFpcQueue,
  type FpcQueueObservation,
  defaultQueueTimes,
  type FpcQueueSnapshot,
  defaultSchedulingSettings,
} from '../../../../../platform/policies/openwhisk/index.ts';

const snapshot: FpcQueueSnapshot = {
  isInitialized: true,
  incoming: 0,
  queued: 0,
  existing: 1,
  inProgress: 0,
  stale: 0,
  existingInNamespace: 1,
  inProgressInNamespace: 0,
  averageDurationMs: undefined,
  namespaceLimit: 10,
  actionLimit: 10,
  maxConcurrent: 1,
  state: 'running',
};

/** No container of the action, none of the namespace. */
const none = { existing: 0, existingInNamespace: 0 };
const full = { existingInNamespace: 10 };
const throttle = (containers: number, dropMessages: boolean): object => ({
  kind: 'enableNamespaceThrottling',
  containers,
  dropMessages,
});
const skip = { kind: 'skip', containers: 0 };
const addInitial = { kind: 'addInitialContainer', containers: 1 };
const add = (containers: number): object => ({ kind: 'addContainer', containers });

describe('the FPC scheduler', () => {
  it.each<[string, Partial<FpcQueueSnapshot>, object]>([
    ['pauses without a limit of the namespace', { namespaceLimit: 0 }, { kind: 'pausing', containers: 0 }],
    ['pauses without a limit of the action', { actionLimit: 0 }, { kind: 'pausing', containers: 0 }],
    ['does nothing without a limit while it flushes', { namespaceLimit: 0, state: 'flushing' }, skip],
    ['throttles a full namespace', full, throttle(0, false)],
    ['drops what no container will ever take', { ...full, existing: 0 }, throttle(0, true)],
    ['throttles when the action is at its limit', { existing: 3, actionLimit: 3 }, throttle(0, false)],
    ['leaves what is throttled already', { ...full, state: 'namespaceThrottled' }, skip],
    ['adds an initial container', { ...none, isInitialized: false }, addInitial],
    ['adds none twice', { ...none, isInitialized: true }, skip],
    [
      'counts containers in the making',
      { ...none, isInitialized: false, inProgress: 1, inProgressInNamespace: 1 },
      skip,
    ],
    [
      'ends throttling when there is capacity, before anything else',
      { ...none, state: 'namespaceThrottled', queued: 5 },
      { kind: 'disableNamespaceThrottling', containers: 0 },
    ],
    ['adds one when there is none and something waits', { ...none, queued: 5 }, add(1)],
    ['counts what is on its way', { ...none, incoming: 1 }, add(1)],
    ['adds an initial one while it flushes', { ...none, state: 'flushing' }, addInitial],
    ['waits for the one that is made while it flushes', { state: 'flushing', stale: 3 }, skip],
    ['adds one for each stale activation while no duration is known', { queued: 4, stale: 3 }, add(3)],
    ['subtracts those in the making', { queued: 4, stale: 3, inProgress: 2 }, add(1)],
    ['adds none when enough are in the making', { queued: 4, stale: 3, inProgress: 3 }, skip],
    ['adds none beyond what waits', { queued: 2, stale: 3 }, add(2)],
    ['divides by the concurrency', { queued: 9, stale: 7, maxConcurrent: 3 }, add(3)],
    ['does nothing while nothing is stale and no duration is known', { queued: 4 }, skip],
    // 100 ms threshold over 50 ms: one container ends 2 in the threshold.
    ['is content while the containers keep up', { queued: 1, averageDurationMs: 50 }, skip],
    ['adds what is missing of throughput', { queued: 8, averageDurationMs: 50 }, add(3)],
    ['adds no more than there are activations', { queued: 3, averageDurationMs: 1000 }, add(2)],
    [
      'multiplies throughput by the concurrency',
      { queued: 16, averageDurationMs: 50, maxConcurrent: 4 },
      add(1),
    ],
    [
      'adds for stale ones what their throughput asks for',
      { queued: 4, stale: 4, averageDurationMs: 50 },
      add(2),
    ],
    ['adds for both', { queued: 12, stale: 4, averageDurationMs: 50 }, add(5)],
    [
      'lets those in the making pay for both',
      { queued: 12, stale: 4, averageDurationMs: 50, inProgress: 1 },
      add(3),
    ],
    [
      'adds for stale ones only when a duration is not positive',
      { queued: 9, stale: 2, averageDurationMs: 0 },
      add(2),
    ],
    [
      'gives a full namespace the rest and throttles',
      { queued: 50, stale: 50, existingInNamespace: 8 },
      throttle(2, false),
    ],
    ['gives a full action the rest and does not throttle', { queued: 50, stale: 50, actionLimit: 4 }, add(3)],
    [
      'adds for stale ones while it is removed',
      { state: 'removing', queued: 9, stale: 4, averageDurationMs: 50 },
      add(2),
    ],
    [
      'adds for stale ones while it is removed, duration or not',
      { state: 'removing', queued: 9, stale: 4 },
      add(4),
    ],
    [
      'adds nothing for fresh ones while it is removed',
      { state: 'removing', queued: 9, averageDurationMs: 50 },
      skip,
    ],
    ['does nothing when idle', { state: 'idle', queued: 9, stale: 4, averageDurationMs: 50 }, skip],
    ['does nothing when the action is throttled', { state: 'actionThrottled', queued: 9, stale: 4 }, skip],
  ])('%s', (_, seen, decision) => {
    expect(decideFpcContainers({ ...snapshot, ...seen })).toMatchObject(decision);
  });

  const over = { ...defaultSchedulingSettings, allowOverProvision: true };

  it.each<[string, Partial<FpcQueueSnapshot>, object]>([
    ['lets a new action have one', { ...full, existing: 0, isInitialized: false }, addInitial],
    ['up to half as many again', { existingInNamespace: 15, existing: 0 }, throttle(0, true)],
    ['does not throttle an action that has one', full, skip],
    [
      'ends throttling while there is over-provision left',
      { ...full, state: 'namespaceThrottled' },
      { kind: 'disableNamespaceThrottling' },
    ],
  ])('with over-provisioning %s', (_, seen, decision) => {
    expect(decideFpcContainers({ ...snapshot, ...seen }, over)).toMatchObject(decision);
  });
});

describe('a queue of the FPC scheduler', () => {
  const quiet: FpcQueueObservation = {
    state: 'running',
    quietSinceMs: 0,
    queued: 0,
    existing: 0,
    inProgress: 0,
    hasArrivals: false,
  };

  it.each<[string, Partial<FpcQueueObservation>, number, string]>([
    ['runs', {}, 19_999, 'stay inTime'],
    ['is idle after 20 s', {}, 20_000, 'goIdle noActivations'],
    ['is not idle while it has containers', { existing: 1 }, 20_000, 'stay inUse'],
    ['is not idle while something waits', { queued: 1 }, 20_000, 'stay inUse'],
    ['stays idle', { state: 'idle' }, 19_999, 'stay inTime'],
    ['is removed after 20 s more', { state: 'idle' }, 20_000, 'remove noActivations'],
    ['keeps what it cannot run for a minute', { state: 'flushing' }, 59_999, 'stay inTime'],
    ['flushes while more comes', { state: 'flushing', hasArrivals: true }, 60_000, 'flush noContainer'],
    ['is removed when nothing more comes', { state: 'flushing' }, 60_000, 'remove noContainer'],
    ['turns away from 10,000 on', { queued: 10_000 }, 0, 'throttle queueFull'],
    ['stays closed above nine tenths', { state: 'actionThrottled', queued: 9001 }, 0, 'stay inUse'],
    ['opens again at nine tenths', { state: 'actionThrottled', queued: 9000 }, 0, 'unthrottle queueDrained'],
  ])('%s', (_, seen, nowMs, decision) => {
    const { kind, reason } = decideFpcQueue({ ...quiet, ...seen }, nowMs, defaultQueueTimes);
    expect(`${kind} ${reason}`).toBe(decision);
  });

  it('drops what has waited for a minute, and calls stale what has waited for a tenth of a second', () => {
    expect(countOverdue([0, 1, 40_000, 60_000], 60_000)).toBe(1);
    expect(countOverdue([0, 1], 70_000)).toBe(2);
    expect(countOverdue([], 70_000)).toBe(0);
    expect(countOverdue([0, 50, 100], 150, defaultSchedulingSettings.staleThresholdMs)).toBe(2);
  });
});
