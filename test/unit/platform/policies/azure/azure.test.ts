import { describe, expect, it } from '@jest/globals';
import { azure } from '../../../../../platform/policies/index.ts';

describe('what Azure Functions scales together', () => {
  it.each<[azure.AzurePlan, azure.AzureTrigger, string]>([
    ['consumption', 'http', 'shop'],
    ['premium', 'other', 'shop'],
    ['flex', 'http', 'shop/group/http'],
    ['flex', 'durable', 'shop/group/durable'],
    ['flex', 'blob', 'shop/group/blob'],
    ['flex', 'other', 'shop/function/order'],
  ])('on %s by %s is %s', (plan, trigger, unit) => {
    expect(azure.toScaleUnit({ app: 'shop', name: 'order', trigger }, plan)).toBe(unit);
  });

  it('has a maximum for each plan', () => {
    expect(azure.maxInstances).toEqual({ consumption: 200, flex: 1000, premium: 100 });
  });

  it.each([
    [512, undefined, 4],
    [2048, undefined, 16],
    [4096, undefined, 32],
    [1024, undefined, 4],
    [256, undefined, 1],
    [512, { 512: 7 }, 7],
  ])('with %i MiB takes, by %j, %i at once', (memoryMiB, bySize, concurrency) => {
    expect(azure.toFlexHttpConcurrency(memoryMiB, bySize)).toBe(concurrency);
  });

  it('takes by memory what the doubtful table says', () => {
    expect(azure.flexHttpConcurrency).toEqual({ 512: 4, 2048: 16, 4096: 32 });
  });
});

describe('the scale controller', () => {
  const limits = azure.toScaleLimits('consumption', 'http', 100);

  it.each<
    [string, Partial<azure.AzureScaleLimits>, azure.AzureScaleObservation, number, azure.AzureScaleDecision]
  >([
    [
      'adds the first',
      {},
      { instances: 0, load: 1, lastAddedMs: undefined },
      0,
      { kind: 'add', instances: 1, reason: 'load' },
    ],
    [
      'adds one at a time',
      {},
      { instances: 1, load: 900, lastAddedMs: 0 },
      999,
      { kind: 'keep', reason: 'addInterval', untilMs: 1000 },
    ],
    [
      'adds the next after a second',
      {},
      { instances: 1, load: 900, lastAddedMs: 0 },
      1000,
      { kind: 'add', instances: 1, reason: 'load' },
    ],
    [
      'adds none that is not needed',
      {},
      { instances: 1, load: 100, lastAddedMs: 0 },
      9000,
      { kind: 'keep', reason: 'enough' },
    ],
    [
      'needs none without load',
      {},
      { instances: 0, load: 0, lastAddedMs: undefined },
      0,
      { kind: 'keep', reason: 'enough' },
    ],
    [
      'stops at the maximum',
      {},
      { instances: 200, load: 1e6, lastAddedMs: 0 },
      9000,
      { kind: 'keep', reason: 'maxInstances' },
    ],
    [
      'keeps some always ready',
      { alwaysReady: 2 },
      { instances: 1, load: 0, lastAddedMs: 0 },
      1000,
      { kind: 'add', instances: 1, reason: 'alwaysReady' },
    ],
  ])('%s', (_, changes, seen, nowMs, decision) => {
    expect(azure.decideScale(seen, { ...limits, ...changes }, nowMs)).toEqual(decision);
  });

  it('waits half a minute between two instances for anything but HTTP', () => {
    expect(azure.toScaleLimits('flex', 'other', 16)).toEqual({
      maxInstances: 1000,
      alwaysReady: 0,
      targetPerInstance: 16,
      addIntervalMs: 30_000,
      idleLifetimeMs: 1_200_000,
    });
  });

  it.each<[string, number, number, azure.AzureIdleDecision]>([
    ['for twenty minutes', 3, 1_199_999, { kind: 'keep', reason: 'mayBeReused', untilMs: 1_200_000 }],
    ['no longer', 3, 1_200_000, { kind: 'remove', reason: 'idle' }],
    ['for ever as one that is always ready', 2, 1_200_000, { kind: 'keep', reason: 'alwaysReady' }],
  ])('keeps an idle one %s', (_, instances, nowMs, decision) => {
    expect(azure.decideIdle({ idleSinceMs: 0, instances }, { ...limits, alwaysReady: 2 }, nowMs)).toEqual(
      decision,
    );
  });
});

describe('the host of an instance', () => {
  it.each<[string, number, number, azure.HostDecision]>([
    ['runs a hundred', 99, 0, { kind: 'run', reason: 'freeCapacity' }],
    ['lets as many wait', 100, 99, { kind: 'wait', reason: 'concurrentRequests' }],
    ['refuses the rest', 100, 100, { kind: 'refuse', status: 429, reason: 'outstandingRequests' }],
  ])('%s', (_, running, waiting, decision) => {
    expect(azure.decideArrival({ running, waiting }, azure.hostDefaults)).toEqual(decision);
  });
});
