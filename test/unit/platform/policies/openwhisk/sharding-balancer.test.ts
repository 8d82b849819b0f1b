import { describe, expect, it } from '@jest/globals';
import {
  acquireInvokerSlot,
  type BalancedInvoker,
  chooseInvoker,
  createInvokerSlots,
  forceInvokerSlot,
  type InvokerHealth,
  defaultAckTimeout,
  defaultPartitionShares,
  partitionInvokers,
  releaseInvokerSlot,
  toAckTimeoutMs,
  toActionHash,
  toInvokerWalk,
  toJavaHash,
  toStepSizes,
} from '../../../../../platform/policies/openwhisk/index.ts';

describe("Java's hash of a string", () => {
  it.each([
    ['', 0],
    ['a', 97],
    ['Aa', 2112],
    ['BB', 2112],
    ['hello', 99_162_322],
    ['polygenelubricants', -2_147_483_648],
  ])('of "%s" is %d', (text, hash) => {
    expect(toJavaHash(text)).toBe(hash);
  });

  it('of an action and its namespace is never negative', () => {
    expect(toActionHash('', 'polygenelubricants')).toBe(2_147_483_648);
    expect(toActionHash('hello', 'hello')).toBe(0);
    expect(toActionHash('a', 'Aa')).toBe(97 ^ 2112);
  });
});

describe('step sizes', () => {
  it.each([
    [0, []],
    [1, [1]],
    [2, [1]],
    [5, [1, 2, 3]],
    [10, [1, 3, 7]],
    [12, [1, 5, 7, 11]],
  ])('of %d invokers are %j', (invokers, steps) => {
    expect(toStepSizes(invokers)).toEqual(steps);
  });
});

describe('partitions of invokers', () => {
  const toShape = (invokers: number, shares = defaultPartitionShares): number[] => {
    const { managed, blackbox } = partitionInvokers(invokers, shares);
    return [managed.first, managed.count, blackbox.first, blackbox.count];
  };

  it.each([
    ['none of none', 0, [0, 0, 0, 0]],
    ['share a single one', 1, [0, 1, 0, 1]],
    ['overlap when there are few', 5, [0, 5, 4, 1]],
    ['are nine to one of ten', 10, [0, 9, 9, 1]],
    ['round the managed up and the others down', 25, [0, 23, 23, 2]],
  ])('%s', (_, invokers, shape) => {
    expect(toShape(invokers)).toEqual(shape);
  });

  it('leave no invoker without work when the fractions are too small', () => {
    expect(toShape(10, { managedFraction: 0.5, blackboxFraction: 0.1 })).toEqual([0, 5, 5, 5]);
  });

  it('may be all invokers for both', () => {
    expect(toShape(4, { managedFraction: 1, blackboxFraction: 1 })).toEqual([0, 4, 0, 4]);
  });

  it('carry their own step sizes', () => {
    const { managed, blackbox } = partitionInvokers(10);
    expect([managed.stepSizes, blackbox.stepSizes]).toEqual([toStepSizes(9), [1]]);
  });
});

describe("an invoker's slots", () => {
  const single = { action: 'a', memoryMiB: 256, maxConcurrent: 1 };
  const wide = { action: 'a', memoryMiB: 256, maxConcurrent: 3 };

  it.each([
    ['are all its memory for a single controller', 2048, 1, 2048],
    ['are an equal part of it for several', 2048, 3, 682],
    ['are never less than one smallest action', 512, 10, 128],
    ['count a cluster of none as one', 512, 0, 512],
  ])('%s', (_, memoryMiB, controllers, freeMiB) => {
    expect(createInvokerSlots(memoryMiB, controllers).freeMiB).toBe(freeMiB);
  });

  it('are taken by memory when a container takes one activation', () => {
    const one = acquireInvokerSlot(createInvokerSlots(512, 1), single);
    const two = one && acquireInvokerSlot(one, single);
    expect([one?.freeMiB, two?.freeMiB]).toEqual([256, 0]);
    expect(two && acquireInvokerSlot(two, single)).toBeUndefined();
  });

  it('are filled within a container before another one is paid for', () => {
    let slots = createInvokerSlots(512, 1);
    const free: number[] = [];
    for (let count = 0; count < 6; count++) {
      slots = acquireInvokerSlot(slots, wide) ?? slots;
      free.push(slots.freeMiB);
    }
    expect(free).toEqual([256, 256, 256, 0, 0, 0]);
    expect(acquireInvokerSlot(slots, wide)).toBeUndefined();
  });

  it('give memory back when a whole container of concurrency is free', () => {
    let slots = createInvokerSlots(512, 1);
    for (let count = 0; count < 4; count++) slots = acquireInvokerSlot(slots, wide) ?? slots;
    const free: number[] = [];
    for (let count = 0; count < 4; count++) {
      slots = releaseInvokerSlot(slots, wide);
      free.push(slots.freeMiB);
    }
    expect(free).toEqual([256, 256, 256, 512]);
    expect(slots.actions.size).toBe(0);
  });

  it('can be overdrawn, and then take nothing until they are paid back', () => {
    const overdrawn = forceInvokerSlot(createInvokerSlots(128, 1), single);
    expect(overdrawn.freeMiB).toBe(-128);
    expect(acquireInvokerSlot(overdrawn, { ...single, memoryMiB: 1 })).toBeUndefined();
    expect(releaseInvokerSlot(overdrawn, single).freeMiB).toBe(128);
  });

  it('overdrawn by an action with concurrency offer the rest of the container', () => {
    const overdrawn = forceInvokerSlot(createInvokerSlots(128, 1), wide);
    expect(acquireInvokerSlot(overdrawn, wide)).toEqual({
      freeMiB: -128,
      actions: new Map([['a', { free: 1, running: 2 }]]),
    });
  });
});

describe('the sharding balancer', () => {
  const request = { action: 'a', memoryMiB: 256, maxConcurrent: 1 };
  const invoker = (health: InvokerHealth, freeMiB: number): BalancedInvoker => ({
    health,
    slots: { freeMiB, actions: new Map() },
  });
  const roomy = invoker('healthy', 1024);
  const full = invoker('healthy', 0);
  const ill = invoker('unhealthy', 1024);

  it.each([
    ['takes the home invoker', [roomy, roomy, roomy], { home: 1, step: 1 }, 1, 1],
    ['walks by the step past full ones', [roomy, full, full, roomy, roomy], { home: 1, step: 2 }, 3, 2],
    ['walks past unusable ones', [ill, invoker('offline', 1024), roomy], { home: 0, step: 1 }, 2, 3],
    ['walks around the end', [roomy, full, full], { home: 1, step: 1 }, 0, 3],
  ])('%s', (_, invokers, walk, chosen, probes) => {
    expect(chooseInvoker(invokers, request, walk, 0)).toMatchObject({
      kind: 'send',
      invoker: chosen,
      probes,
      reason: 'slotFree',
      slots: { freeMiB: 768 },
    });
  });

  it.each([
    [0, 1],
    [0.49, 1],
    [0.5, 3],
    [0.99, 3],
  ])('overbooks a healthy one by the draw %d when all are full', (draw, chosen) => {
    const invokers = [ill, full, ill, full];
    expect(chooseInvoker(invokers, request, { home: 0, step: 1 }, draw)).toMatchObject({
      kind: 'send',
      invoker: chosen,
      reason: 'overloaded',
      slots: { freeMiB: -256 },
    });
  });

  it('refuses when none is healthy, and when there is none', () => {
    const walk = { home: 0, step: 1 };
    expect(chooseInvoker([ill], request, walk, 0)).toEqual({ kind: 'refuse', reason: 'noneHealthy' });
    expect(chooseInvoker([], request, walk, 0)).toEqual({ kind: 'refuse', reason: 'noInvoker' });
  });

  it('derives home and step from the hash', () => {
    const hash = toActionHash('guest', 'guest/hello');
    expect(toInvokerWalk('guest', 'guest/hello', 10)).toEqual({
      home: hash % 10,
      step: [1, 3, 7][hash % 3],
    });
  });

  it('waits for an answer for twice the limit and a minute', () => {
    expect(toAckTimeoutMs(60_000, defaultAckTimeout)).toBe(180_000);
  });
});
