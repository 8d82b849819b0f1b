import { describe, expect, it } from '@jest/globals';
import {
  type CachedInstance,
  type CacheObservation,
  type CacheUse,
  decideHalving,
  emptyGreedyDualCache,
  evictLeastRecentlyUsed,
  type GreedyDualCacheSettings,
  greedyDualCacheSettings,
  greedyDualLifetimesMs,
  greedyDualSettings,
  type GreedyDualVariant,
  greedyDualVariants,
  makeGreedyDualRoom,
  toGreedyDualPriority,
  useGreedyDualCache,
} from '../../../../../platform/policies/keep-alive/index.ts';

describe('half of the idle instances', () => {
  it.each([
    [8, 0, 8, 8, 'firstPeriod'],
    [8, 379_999, 8, 8, 'firstPeriod'],
    [8, 380_000, 4, 4, 'halved'],
    [5, 760_000, 1.25, 1, 'halved'],
    [1, 380_000, 0.5, 0, 'halved'],
    [3, -1, 3, 3, 'firstPeriod'],
  ])('of %d go after %d ms', (before, silentMs, remaining, instances, reason) => {
    expect(decideHalving(before, silentMs)).toEqual({ remaining, instances, reason });
  });

  it('go after any other time', () => {
    expect(decideHalving(8, 100, 100).instances).toBe(4);
  });
});

describe('the least recently used', () => {
  const idle = [30, 10, 20].map((lastUsedMs) => ({ lastUsedMs, memoryMiB: 100 }));
  it.each([
    ['go first', 100, { kind: 'evict', evict: [1], freedMiB: 100, reason: 'memoryNeeded' }],
    [
      'go as many as are needed',
      101,
      { kind: 'evict', evict: [1, 2], freedMiB: 200, reason: 'memoryNeeded' },
    ],
    ['go all', 300, { kind: 'evict', evict: [1, 2, 0], freedMiB: 300, reason: 'memoryNeeded' }],
    ['stay when all are too little', 301, { kind: 'keep', reason: 'tooLittleIdle' }],
    ['stay when nothing is needed', 0, { kind: 'keep', reason: 'nothingNeeded' }],
  ])('%s', (_, neededMiB, decision) => {
    expect(evictLeastRecentlyUsed(idle, neededMiB)).toEqual(decision);
  });
});

describe('a priority', () => {
  const inputs = {
    clock: 2,
    uses: 3,
    coldRunMs: 500,
    warmRunMs: 100,
    memoryMiB: 200,
    lastUsedMs: 7000,
    draw: 0.55,
  };
  it.each<[GreedyDualVariant, number]>([
    ['GD', 2 + (3 * 400) / 200],
    ['FREQ', 2 + 3 * 400],
    ['SIZE', 2 + 3 / 200],
    ['LANDLORD', 100],
    ['RAND', 5],
    ['LRU', 7000],
    ['TTL', 7000],
  ])('of %s is %d', (variant, priority) => {
    expect(toGreedyDualPriority(variant, inputs)).toBe(priority);
  });
});

describe('making room', () => {
  const instance = (
    priority: number,
    lastUsedMs: number,
    isIdle = true,
    memoryMiB = 100,
  ): CachedInstance => ({
    priority,
    lastUsedMs,
    isIdle,
    memoryMiB,
  });
  const instances = [instance(3, 1), instance(1, 9), instance(1, 5), instance(0, 1, false)];
  const seen: CacheObservation = { instances, neededMiB: 100, freeMiB: 0, clock: 0 };

  it.each<[string, Partial<CacheObservation>, object]>([
    ['takes nothing when there is room', { freeMiB: 100 }, { evict: [], clock: 0, reason: 'memoryFree' }],
    ['takes of equal priorities the least recently used', {}, { evict: [2], clock: 1, reason: 'evicted' }],
    [
      'takes until it fits, and sets the clock to the last',
      { neededMiB: 250 },
      { evict: [2, 1, 0], clock: 3 },
    ],
    ['takes what is missing only', { neededMiB: 250, freeMiB: 100 }, { evict: [2, 1], clock: 1 }],
    ['takes nothing that runs', { neededMiB: 301 }, { kind: 'refuse', reason: 'tooLittleIdle' }],
  ])('%s', (_, changed, decision) => {
    expect(makeGreedyDualRoom({ ...seen, ...changed }, greedyDualSettings)).toMatchObject(decision);
  });

  it('may take as much as the new one needs, whatever is free', () => {
    const settings = { variant: 'GD', evicts: 'size' } as const;
    expect(makeGreedyDualRoom({ ...seen, neededMiB: 150, freeMiB: 100 }, settings)).toMatchObject({
      evict: [2, 1],
    });
  });

  it('charges rent by size', () => {
    const tenants = [instance(40, 1, true, 200), instance(50, 1, true, 100), instance(90, 1, false, 300)];
    const settings = { variant: 'LANDLORD', evicts: 'shortfall' } as const;
    expect(makeGreedyDualRoom({ ...seen, instances: tenants }, settings)).toEqual({
      kind: 'fit',
      evict: [0],
      clock: 0,
      priorities: [0, 30, 30],
      reason: 'evicted',
    });
  });
});

describe('a server under a greedy-dual policy', () => {
  const functions = {
    A: { name: 'A', memoryMiB: 100, coldRunMs: 1, warmRunMs: 0 },
    B: { name: 'B', memoryMiB: 400, coldRunMs: 4, warmRunMs: 0 },
    C: { name: 'C', memoryMiB: 50, coldRunMs: 0.5, warmRunMs: 0 },
    D: { name: 'D', memoryMiB: 200, coldRunMs: 3, warmRunMs: 0 },
  };

  function play(
    trace: string,
    settings: Partial<GreedyDualCacheSettings>,
    gapMs = 1000,
  ): { lines: string[]; clock: number } {
    let state = emptyGreedyDualCache;
    const lines = trace.split('').map((name, at) => {
      const wanted = functions[name as keyof typeof functions];
      const use: CacheUse = useGreedyDualCache(state, wanted, 0.5, at * gapMs, {
        ...greedyDualCacheSettings,
        memoryMiB: 600,
        ...settings,
      });
      ({ state } = use);
      return `${name} ${use.start}${use.evicted.map((evicted) => ` -${evicted}`).join('')}`;
    });
    return { lines, clock: state.clock };
  }

  it('plays the worked trace', () => {
    const { lines, clock } = play('ABACDBA', {});
    expect(lines).toEqual(['A cold', 'B cold', 'A warm', 'C cold', 'D cold -B', 'B cold -C -A', 'A cold -D']);
    expect(clock).toBeCloseTo(0.025, 12);
  });

  it('frees more as the authors do', () => {
    expect(play('ABACDB', { evicts: 'size' }).lines.at(-1)).toBe('B cold -C -A -D');
  });

  it('with LRU takes what was not used for longest', () => {
    expect(play('ABACD', { variant: 'LRU' }).lines.at(-1)).toBe('D cold -B');
    expect(play('BACCD', { variant: 'LRU' }).lines.at(-1)).toBe('D cold -B');
  });

  it('with TTL removes what is older than its lifetime', () => {
    const lifetimes = { variant: 'TTL', lifetimeMs: greedyDualLifetimesMs.ttl } as const;
    expect(play('AA', lifetimes, 600_000).lines).toEqual(['A cold', 'A warm']);
    expect(play('AA', lifetimes, 600_001).lines).toEqual(['A cold', 'A cold']);
  });

  it.each(greedyDualVariants)(
    'with %s starts another instance beside one that runs, and refuses what does not fit',
    (variant) => {
      const busy = { name: 'A', memoryMiB: 300, coldRunMs: 5000, warmRunMs: 100 };
      let state = emptyGreedyDualCache;
      const starts = [0, 1, 2].map((nowMs) => {
        const use = useGreedyDualCache(state, busy, 0, nowMs, {
          ...greedyDualCacheSettings,
          variant,
          memoryMiB: 600,
        });
        ({ state } = use);
        return use.start;
      });
      expect(starts).toEqual(['cold', 'cold', 'refused']);
    },
  );

  it.each([
    ['all since it had none', 'function', 3],
    ['those of the instances that it has', 'instances', 2],
  ] as const)('counts as uses of a function %s', (_, counts, uses) => {
    const settings = { ...greedyDualCacheSettings, variant: 'FREQ', memoryMiB: 600, counts } as const;
    const twin = { name: 'A', memoryMiB: 300, coldRunMs: 1000, warmRunMs: 0 };
    let state = emptyGreedyDualCache;
    // Two at once, of which the other function evicts one.
    for (const [nowMs, wanted] of [
      [0, twin],
      [1, twin],
      [5000, functions.D],
      [9000, twin],
    ] as const) {
      ({ state } = useGreedyDualCache(state, wanted, 0, nowMs, settings));
    }
    const { priority } = state.instances.find(({ name }) => name === 'A') ?? { priority: 0 };
    expect((priority - state.clock) / 1000).toBe(uses);
  });

  it('counts the uses of a function anew when it has no instance left', () => {
    let state = emptyGreedyDualCache;
    const settings = { ...greedyDualCacheSettings, memoryMiB: 400 };
    for (const [nowMs, wanted] of [functions.A, functions.A, functions.B, functions.A].entries()) {
      ({ state } = useGreedyDualCache(state, wanted, 0, nowMs * 1000, settings));
    }
    expect(Object.fromEntries(state.uses)).toEqual({ A: 1 });
  });
});
