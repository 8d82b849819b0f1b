import { describe, expect, it } from '@jest/globals';
import { knative } from '../../../../../platform/policies/index.ts';

const { createBreaker, enterBreaker, leaveBreaker, reserveInBreaker, resizeBreaker } = knative;

function enter(breaker: knative.Breaker, times: number): { breaker: knative.Breaker; kinds: string[] } {
  const kinds: string[] = [];
  let entered = breaker;
  for (let time = 0; time < times; time++) {
    const step = enterBreaker(entered);
    entered = step.breaker;
    kinds.push(step.decision.kind);
  }
  return { breaker: entered, kinds };
}

describe('a breaker', () => {
  it('runs what it can, lets wait what fits, and refuses the rest', () => {
    const breaker = createBreaker({ queueDepth: 1, maxConcurrency: 1, initialCapacity: 1 });
    const { breaker: full, kinds } = enter(breaker, 3);
    expect(kinds).toEqual(['run', 'wait', 'refuse']);
    expect(enterBreaker(full).decision.reason).toBe('queueFull');
    const first = leaveBreaker(full);
    expect(first).toMatchObject({ admitted: 1, breaker: { running: 1, waiting: 0 } });
    expect(leaveBreaker(first.breaker)).toMatchObject({ admitted: 0, breaker: { running: 0, waiting: 0 } });
  });

  it('without capacity lets wait, and admits once there is some', () => {
    const breaker = createBreaker({ queueDepth: 1, maxConcurrency: 1, initialCapacity: 0 });
    const { breaker: full, kinds } = enter(breaker, 3);
    expect(kinds).toEqual(['wait', 'wait', 'refuse']);
    const resized = resizeBreaker(full, 1);
    expect(resized).toMatchObject({ admitted: 1, breaker: { running: 1, waiting: 1 } });
    expect(leaveBreaker(resized.breaker)).toMatchObject({ admitted: 1, breaker: { running: 1, waiting: 0 } });
  });

  it('has room again for one that has given up', () => {
    const breaker = createBreaker({ queueDepth: 1, maxConcurrency: 1, initialCapacity: 1 });
    const { breaker: full } = enter(breaker, 2);
    expect(enterBreaker(knative.abandonBreaker(full)).decision.kind).toBe('wait');
  });

  it('lets run to their end what is more than a smaller capacity', () => {
    const breaker = createBreaker({ queueDepth: 5, maxConcurrency: 2, initialCapacity: 2 });
    const smaller = resizeBreaker(enter(breaker, 3).breaker, 1);
    expect(smaller).toMatchObject({ admitted: 0, breaker: { running: 2, waiting: 1 } });
    const left = leaveBreaker(smaller.breaker);
    expect(left.admitted).toBe(0);
    expect(leaveBreaker(left.breaker).admitted).toBe(1);
  });

  it('lets nothing wait that asks for a reservation', () => {
    const breaker = createBreaker({ queueDepth: 5, maxConcurrency: 1, initialCapacity: 1 });
    const reserved = reserveInBreaker(breaker);
    expect(reserved.decision.kind).toBe('run');
    const refused = reserveInBreaker(reserved.breaker);
    expect(refused).toEqual({
      breaker: reserved.breaker,
      decision: { kind: 'refuse', reason: 'noCapacity' },
    });
    expect(reserveInBreaker(leaveBreaker(reserved.breaker).breaker).decision.kind).toBe('run');
  });

  it.each([
    [{ queueDepth: 0, maxConcurrency: 1, initialCapacity: 1 }, 'queueDepth: expected more than 0, got 0'],
    [{ queueDepth: 1, maxConcurrency: -1, initialCapacity: 1 }, 'maxConcurrency: expected 0 or more, got -1'],
    [
      { queueDepth: 1, maxConcurrency: 1, initialCapacity: -1 },
      'initialCapacity: expected 0 to maxConcurrency 1, got -1',
    ],
    [
      { queueDepth: 1, maxConcurrency: 1, initialCapacity: 2 },
      'initialCapacity: expected 0 to maxConcurrency 1, got 2',
    ],
  ])('cannot be made of %j', (breakerLimits, message) => {
    expect(() => createBreaker(breakerLimits)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', message }),
    );
  });

  it('is not left by more than are in it', () => {
    const breaker = createBreaker({ queueDepth: 1, maxConcurrency: 1, initialCapacity: 1 });
    expect(() => leaveBreaker(breaker)).toThrow('running: expected 1 or more, got 0');
    expect(() => knative.abandonBreaker(breaker)).toThrow('waiting: expected 1 or more, got 0');
  });

  it('before an instance lets ten times its limit wait', () => {
    const breaker = knative.createInstanceBreaker(2);
    expect(breaker).toEqual({ running: 0, waiting: 0, capacity: 2, slots: 22 });
    expect(knative.createInstanceBreaker(0)).toBeUndefined();
  });
});

describe('the breaker of an activator', () => {
  it('holds 10,000 while there is no instance, and refuses the next', () => {
    const { breaker, kinds } = enter(knative.createActivatorBreaker(), knative.activatorQueueDepth + 1);
    expect(kinds.filter((kind) => kind === 'wait')).toHaveLength(10_000);
    expect(kinds.at(-1)).toBe('refuse');
    const resized = knative.resizeActivatorBreaker(breaker, 10, 3);
    expect(resized).toMatchObject({ admitted: 30, breaker: { running: 30, waiting: 9970, slots: 10_030 } });
  });

  it('lets everything go to an instance without a limit', () => {
    const { breaker } = enter(knative.createActivatorBreaker(), 500);
    expect(knative.resizeActivatorBreaker(breaker, 0, 1)).toMatchObject({
      admitted: 500,
      breaker: { waiting: 0 },
    });
    expect(knative.resizeActivatorBreaker(breaker, 0, 0)).toMatchObject({
      admitted: 0,
      breaker: { waiting: 500 },
    });
  });
});

describe('the path of an invocation', () => {
  it.each<[number, number, knative.RevisionActivity, knative.PathDecision]>([
    [1, 0, 'active', { mode: 'serve', reason: 'enoughCapacity' }],
    [1, -1, 'active', { mode: 'proxy', reason: 'tooLittleCapacity' }],
    [0, 5, 'active', { mode: 'proxy', reason: 'atZero' }],
    [-1, 5, 'inactive', { mode: 'proxy', reason: 'atZero' }],
    [-1, 5, 'active', { mode: 'serve', reason: 'enoughCapacity' }],
  ])('with %i wanted and %i to spare, %s', (wantedInstances, excessBurstCapacity, activity, decision) => {
    expect(knative.decidePath({ wantedInstances, excessBurstCapacity, activity })).toEqual(decision);
  });

  it.each([
    ['two at least', 1, 10, 100, 2],
    ['enough for the instances and the burst', 10, 100, 211, 13],
    ['two where no burst is asked for', 1000, 100, 0, 2],
    ['enough for the instances where all go through them', 10, 100, -1, 10],
  ])('has activators: %s', (_, ready, totalValue, targetBurstCapacity, activators) => {
    const spec = { totalValue, targetBurstCapacity, activatorCapacity: 100 };
    expect(knative.countActivators(ready, spec)).toBe(activators);
  });

  it.each([
    [
      7,
      3,
      [
        [0, 3, 6],
        [1, 4],
        [2, 5],
      ],
    ],
    [2, 3, [[0], [1], [0]]],
    [0, 2, [[], []]],
  ])('shares %i instances between %i activators', (instances, activators, shares) => {
    const assigned = Array.from({ length: activators }, (_, activator) =>
      knative.assignInstances(instances, activator, activators),
    );
    expect(assigned).toEqual(shares);
  });
});

describe('the instance that an activator chooses', () => {
  const load = (...inFlights: number[]): knative.TargetInstance[] =>
    inFlights.map((inFlight) => ({ inFlight }));
  const choose = (
    instances: knative.TargetInstance[],
    limit: number,
    next = 0,
    draws: knative.ChoiceDraws = [0, 0, 0],
  ) => knative.chooseInstance(instances, limit, next, draws);

  it.each<[number, knative.InstanceChoicePolicy]>([
    [0, 'powerOfTwo'],
    [1, 'firstAvailable'],
    [3, 'firstAvailable'],
    [4, 'roundRobin'],
  ])('with a limit of %i is chosen by %s', (limit, policy) => {
    expect(knative.toChoicePolicy(limit)).toBe(policy);
  });

  it.each<[string, knative.TargetInstance[], knative.ChoiceDraws, number | undefined]>([
    ['none', [], [0, 0, 0], undefined],
    ['the only one', load(9), [0, 0, 0], 0],
    ['the less loaded of two', load(3, 2), [0, 0, 0], 1],
    ['either of two equals', load(2, 2), [0, 0, 0.5], 0],
    ['or the other', load(2, 2), [0, 0, 0.49], 1],
    ['the less loaded of the two that were drawn', load(5, 0, 4, 3), [0.5, 0.99, 0], 3],
    ['never the same one twice', load(5, 9, 9, 9), [0, 0, 0], 0],
  ])('without a limit is %s', (_, instances, draws, index) => {
    expect(choose(instances, 0, 0, draws)).toMatchObject({ index, next: 0 });
  });

  it.each([
    [load(1, 0, 0), 1, 1],
    [load(2, 2, 1), 3, 0],
    [load(1, 1), 1, undefined],
  ])('with a small limit is the first with room: %j', (instances, limit, index) => {
    expect(choose(instances, limit).index).toBe(index);
  });

  it('with a larger limit is the next one with room', () => {
    expect(choose(load(0, 0, 0), 10, 1)).toEqual({ index: 1, reason: 'roundRobin', next: 2 });
    expect(choose(load(0, 10, 10), 10, 1)).toEqual({ index: 0, reason: 'roundRobin', next: 1 });
    expect(choose(load(0, 0), 10, 7)).toEqual({ index: 0, reason: 'roundRobin', next: 1 });
    expect(choose(load(10, 10), 10, 1)).toEqual({ index: undefined, reason: 'noRoom', next: 1 });
    expect(choose([], 10, 1)).toEqual({ index: undefined, reason: 'noRoom', next: 0 });
  });
});
