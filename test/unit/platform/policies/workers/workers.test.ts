import { describe, expect, it } from '@jest/globals';
import { workers } from '../../../../../platform/policies/index.ts';

const servers = ['a', 'b', 'c', 'd', 'e'];
const keys = Array.from({ length: 2000 }, (_, index) => `script-${index}`);

describe('the ring of servers', () => {
  const ring = workers.createHashRing(servers);

  it('gives each about its share of the scripts', () => {
    const counts = servers.map(() => 0);
    for (const key of keys) {
      const owner = workers.findOwner(ring, key) ?? -1;
      counts[owner] = (counts[owner] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 400)).toBeLessThan(120);
  });

  it('gives a script to the same server in whatever order they are listed', () => {
    const backwards = workers.createHashRing(servers.toReversed());
    for (const key of keys)
      expect(workers.findOwner(backwards, key)).toBe(4 - (workers.findOwner(ring, key) ?? -1));
  });

  it('moves only the scripts of a server that goes', () => {
    const fewer = workers.createHashRing(servers.slice(0, 4));
    for (const key of keys) {
      const owner = workers.findOwner(ring, key);
      if (owner !== 4) expect(workers.findOwner(fewer, key)).toBe(owner);
    }
  });

  it('of no server gives none', () => {
    const empty = workers.createHashRing([]);
    expect(workers.findOwner(empty, 'x')).toBeUndefined();
    expect(workers.findOwnerWithinBound(empty, 'x', [], 1.25)).toBeUndefined();
  });

  it('goes on to the next server when one has more than its bound', () => {
    const owner = workers.findOwner(ring, 'x') ?? -1;
    expect(workers.findOwnerWithinBound(ring, 'x', [0, 0, 0, 0, 0], 1.25)).toEqual({
      server: owner,
      reason: 'owner',
    });
    const loads = servers.map((_, server) => (server === owner ? 10 : 4));
    const other = workers.findOwnerWithinBound(ring, 'x', loads, 1.25);
    expect(other?.reason).toBe('ownerIsFull');
    expect(other?.server).not.toBe(owner);
  });
});

describe('an invocation of a script', () => {
  const seen = { arrivedAt: 1, owner: 2, isWarmAtArrival: false, ownerInFlight: 0 };

  it.each<[string, Partial<workers.RouteObservation>, Partial<workers.RouteLimits>, workers.RouteDecision]>([
    ['goes to its server', {}, {}, { server: 2, reason: 'sharded', hops: 1 }],
    [
      'that arrives there stays',
      { owner: 1, ownerInFlight: 1e6 },
      {},
      { server: 1, reason: 'owner', hops: 0 },
    ],
    [
      'stays where the script is warm',
      { isWarmAtArrival: true },
      {},
      { server: 1, reason: 'warmAtArrival', hops: 0 },
    ],
    [
      'goes there all the same, where that is the rule',
      { isWarmAtArrival: true },
      { prefersArrival: false },
      { server: 2, reason: 'sharded', hops: 1 },
    ],
    [
      'that is refused there runs where it arrived',
      { ownerInFlight: 100 },
      {},
      { server: 1, reason: 'loadShed', hops: 1 },
    ],
  ])('%s', (_, changes, limits, decision) => {
    expect(workers.decideRoute({ ...seen, ...changes }, { ...workers.routeDefaults, ...limits })).toEqual(
      decision,
    );
  });
});

describe('the memory of a server', () => {
  const limits = { ...workers.evictionDefaults, serverMiB: 100 };
  const isolate = (memoryMiB: number, lastUsedMs: number, inFlight = 0): workers.IsolateObservation => ({
    memoryMiB,
    lastUsedMs,
    inFlight,
  });

  it.each<[string, workers.IsolateObservation[], number, workers.EvictionDecision]>([
    ['is kept while it fits', [isolate(50, 0)], 50, { kind: 'keep', evict: [], reason: 'fits' }],
    [
      'loses the least recently used',
      [isolate(40, 3), isolate(30, 1), isolate(30, 2)],
      35,
      { kind: 'evict', evict: [1, 2], reason: 'memoryPressure' },
    ],
    [
      'loses none that runs something',
      [isolate(60, 1, 1), isolate(40, 2)],
      10,
      { kind: 'evict', evict: [1], reason: 'memoryPressure' },
    ],
    [
      'has no room when all run something',
      [isolate(100, 1, 1)],
      10,
      { kind: 'refuse', evict: [], reason: 'allBusy' },
    ],
    [
      'has no room for what is larger than it',
      [isolate(50, 1)],
      101,
      { kind: 'refuse', evict: [], reason: 'allBusy' },
    ],
    [
      'loses one that has become too large, whatever it runs',
      [isolate(129, 5, 1), isolate(10, 1)],
      10,
      { kind: 'evict', evict: [0], reason: 'isolateMemory' },
    ],
  ])('%s', (_, isolates, neededMiB, decision) => {
    expect(workers.decideEviction(isolates, neededMiB, limits)).toEqual(decision);
  });
});
