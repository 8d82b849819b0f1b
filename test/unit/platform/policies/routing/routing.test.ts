import { describe, expect, it } from '@jest/globals';
import {
  type Binding,
  chooseByRank,
  chooseFirstAvailable,
  chooseHermodWorker,
  chooseInstance,
  choosePowerOfTwo,
  chooseRandom,
  chooseRoundRobin,
  decideRoute,
  type HermodWorker,
  hasFreeSlot,
  hermodSettings,
  instanceRanks,
  isAnyInstance,
  rankedRoutings,
  type RoutableInstance,
  type RouteObservation,
  type Routing,
  routings,
} from '../../../../../platform/policies/routing/index.ts';

const instance = (
  sequence: number,
  lastUsedMs: number,
  inFlight = 0,
  instanceConcurrency = 2,
): RoutableInstance => ({
  sequence,
  lastUsedMs,
  inFlight,
  instanceConcurrency,
});

/** The newest is full; the one used last is the second newest. */
const instances = [
  instance(3, 40, 1),
  instance(1, 30),
  instance(9, 90, 2),
  instance(5, 60, 1),
  instance(2, 20),
];
const seen: RouteObservation = { instances, last: 0, draw: 0, otherDraw: 0 };

describe('routing', () => {
  it.each<[Routing, number]>([
    ['newest', 3],
    ['oldest', 1],
    ['mostRecentlyUsed', 3],
    ['leastRecentlyUsed', 4],
    ['leastLoaded', 1],
    ['firstAvailable', 0],
    ['roundRobin', 1],
    ['random', 0],
    ['powerOfTwo', 1],
  ])('%s takes %d', (routing, index) => {
    expect(chooseInstance(seen, routing)).toBe(index);
    expect(decideRoute(seen, routing)).toEqual({ kind: 'run', index, reason: routing });
  });

  it.each(routings)('%s takes none when all are full', (routing) => {
    const full = { ...seen, instances: [instance(1, 1, 2), instance(2, 2, 3)] };
    expect(chooseInstance(full, routing)).toBe(-1);
    expect(decideRoute(full, routing, 'late')).toEqual({ kind: 'queue', reason: 'allFull' });
    expect(decideRoute(full, routing, 'early').kind).toBe('wait');
    expect(decideRoute({ ...seen, instances: [] }, routing, 'early')).toEqual({
      kind: 'queue',
      reason: 'noInstance',
    });
  });

  it('by rank takes the first of equal ones, and knows each rank', () => {
    const same = [instance(1, 1), instance(1, 1)];
    expect(rankedRoutings.map((routing) => chooseByRank(same, routing))).toEqual([0, 0, 0, 0, 0]);
    expect(instanceRanks.leastRecentlyUsed(instance(1, 7))).toBe(-7);
  });

  it('has no limit where the concurrency is infinite', () => {
    expect(hasFreeSlot(instance(1, 1, 1e6, Infinity))).toBe(true);
    expect(chooseFirstAvailable([instance(1, 1, 1e6, Infinity)])).toBe(0);
  });

  it('goes round past what is full', () => {
    expect([-1, 0, 1, 2, 3, 4].map((last) => chooseRoundRobin(instances, last))).toEqual([0, 1, 3, 3, 4, 0]);
  });

  it('draws evenly among what is free', () => {
    expect([0, 0.24, 0.25, 0.5, 0.75, 0.99].map((draw) => chooseRandom(instances, draw))).toEqual([
      0, 0, 1, 3, 4, 4,
    ]);
  });

  it('draws two different ones and takes the less loaded', () => {
    expect(choosePowerOfTwo(instances, 0, 0.99)).toBe(4);
    expect(choosePowerOfTwo(instances, 0.5, 0)).toBe(3);
    expect(choosePowerOfTwo(instances, 0.99, 0.99)).toBe(4);
    expect(choosePowerOfTwo([instance(1, 1)], 0.9, 0.9)).toBe(0);
  });

  it.each<[string, Routing, Binding, object]>([
    [
      'bound early sends a random one to whoever is drawn',
      'random',
      'early',
      { kind: 'wait', index: 2, reason: 'chosenFull' },
    ],
    [
      'bound late sends a random one to a free one',
      'random',
      'late',
      { kind: 'run', index: 3, reason: 'random' },
    ],
    [
      'bound early sends to an idle one where there is one',
      'newest',
      'early',
      { kind: 'run', index: 3, reason: 'newest' },
    ],
  ])('%s', (_, routing, binding, decision) => {
    expect(decideRoute({ ...seen, draw: 0.5 }, routing, binding)).toEqual(decision);
  });

  it('bound early waits at the least loaded when all are full', () => {
    const full = { ...seen, instances: [instance(1, 1, 5), instance(2, 2, 3), instance(3, 3, 4)] };
    expect(decideRoute(full, 'newest', 'early')).toEqual({ kind: 'wait', index: 1, reason: 'allFull' });
    expect(chooseInstance(full, 'newest', isAnyInstance)).toBe(2);
  });
});

describe('Hermod', () => {
  const worker = (invocations: number, isWarm: boolean, rest: Partial<HermodWorker> = {}): HermodWorker => ({
    cores: 4,
    invocations,
    load: invocations,
    isWarm,
    hasMemory: true,
    ...rest,
  });

  it.each([
    ['packs on a busy and warm one', [worker(0, true), worker(1, false), worker(3, true)], 2, 'busyAndWarm'],
    ['prefers a busy cold one to an empty warm one', [worker(0, true), worker(1, false)], 1, 'busyAndCold'],
    [
      'prefers an empty warm one to an empty cold one',
      [worker(0, false), worker(0, true)],
      1,
      'emptyAndWarm',
    ],
    ['takes the first of equal ones', [worker(0, false), worker(0, false)], 0, 'emptyAndCold'],
    ['passes over full ones', [worker(4, true), worker(0, false)], 1, 'emptyAndCold'],
    [
      'spreads by load when all are full',
      [worker(9, true), worker(5, false), worker(5, true)],
      2,
      'leastLoaded',
    ],
    ['has nowhere to go without workers', [], -1, 'noWorker'],
  ])('%s', (_, workers, index, reason) => {
    expect(chooseHermodWorker(workers)).toEqual({ index, reason });
  });

  it('may look at the load of the processors, and at memory', () => {
    const byLoad = { ...hermodSettings, usesInvocationCount: false };
    expect(chooseHermodWorker([worker(1, true, { load: 4 }), worker(1, false)], byLoad).index).toBe(1);
    const careful = { ...hermodSettings, avoidsQueueing: true };
    expect(chooseHermodWorker([worker(1, false, { hasMemory: false }), worker(0, false)], careful)).toEqual({
      index: 1,
      reason: 'emptyAndCold',
    });
  });
});
