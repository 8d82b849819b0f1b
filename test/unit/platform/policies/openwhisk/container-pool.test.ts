import { describe, expect, it } from '@jest/globals';
import {
  adjustPrewarms,
  chooseContainer,
  chooseToRemove,
  emptyPool,
  finishInPool,
  forgetInPool,
  hasContainerCapacity,
  hasPoolRoom,
  defaultPoolSettings,
  defaultPrewarmCheck,
  type PoolContainer,
  type PoolRun,
  type PoolSettings,
  type PoolState,
  readyPrewarm,
  removeFromPool,
  runInPool,
  startPrewarm,
  toReactivePrewarms,
} from '../../../../../platform/policies/openwhisk/index.ts';

const settings: PoolSettings = { ...defaultPoolSettings, prewarms: [] };
const run: PoolRun = { namespace: 'n', action: 'a@1', kind: 'nodejs:20', memoryMiB: 256, maxConcurrent: 1 };
const other: PoolRun = { ...run, action: 'b@1' };
const warm: PoolContainer = {
  id: 1,
  phase: 'warm',
  namespace: 'n',
  action: 'a@1',
  memoryMiB: 256,
  maxConcurrent: 1,
  active: 0,
  lastUsedMs: 0,
};
const stemCell = { id: 9, kind: 'nodejs:20', memoryMiB: 256, expiresAtMs: undefined };
const pool = (containers: readonly PoolContainer[], rest: Partial<PoolState> = {}): PoolState => ({
  ...emptyPool,
  containers,
  nextId: 100,
  ...rest,
});
const label = (state: PoolState, wanted = run, using = settings): string => {
  const decision = chooseContainer(state, wanted, using, 1000);
  return decision.kind === 'buffer' ? decision.reason : decision.label;
};

describe('an OpenWhisk pool chooses', () => {
  const concurrent = { ...run, maxConcurrent: 2 };
  const filler = { ...warm, id: 2, action: 'b@1', memoryMiB: 768, active: 1 };

  it.each<[string, PoolState, PoolRun, string]>([
    ['a warm container', pool([warm], { prewarmed: [stemCell] }), run, 'warmed'],
    ['none of another action', pool([warm]), other, 'cold'],
    ['none of another namespace', pool([warm]), { ...run, namespace: 'm' }, 'cold'],
    ['none that is full', pool([{ ...warm, active: 1 }]), run, 'cold'],
    ['one with capacity left', pool([{ ...warm, maxConcurrent: 2, active: 1 }]), concurrent, 'warmed'],
    [
      'a warming one before one that starts cold',
      pool([
        { ...warm, phase: 'warmingCold', maxConcurrent: 2, active: 1 },
        { ...warm, id: 2, phase: 'warming', maxConcurrent: 2, active: 1 },
      ]),
      concurrent,
      'warming',
    ],
    [
      'one that starts cold',
      pool([{ ...warm, phase: 'warmingCold', maxConcurrent: 2, active: 1 }]),
      concurrent,
      'warmingCold',
    ],
    ['a stem cell before a new container', pool([], { prewarmed: [stemCell] }), run, 'prewarmed'],
    [
      'no stem cell of another kind',
      pool([], { prewarmed: [{ ...stemCell, kind: 'python:3' }] }),
      run,
      'cold',
    ],
    ['no stem cell of another size', pool([], { prewarmed: [{ ...stemCell, memoryMiB: 512 }] }), run, 'cold'],
    ['a new container that just fits', pool([{ ...filler, memoryMiB: 768 }]), run, 'cold'],
    ['the buffer when nothing can go', pool([{ ...filler, memoryMiB: 896 }]), run, 'noMemory'],
    ['a new one in the place of an idle one', pool([filler, { ...warm, action: 'c@1' }]), run, 'recreated'],
    [
      'the buffer rather than to remove one that runs',
      pool([filler, { ...warm, action: 'c@1', active: 1 }]),
      run,
      'noMemory',
    ],
    [
      'the buffer rather than to remove one that warms up',
      pool([filler, { ...warm, action: 'c@1', phase: 'warming', maxConcurrent: 2, active: 0 }]),
      run,
      'noMemory',
    ],
    [
      'nothing that stem cells have filled',
      pool([], { prewarmed: [{ ...stemCell, kind: 'python:3', memoryMiB: 1024 }] }),
      run,
      'noMemory',
    ],
    [
      'nothing that starting stem cells have filled',
      pool([], { starting: [{ id: 3, kind: 'python:3', memoryMiB: 1024, ttlMs: undefined }] }),
      run,
      'noMemory',
    ],
  ])('%s', (_, state, wanted, expected) => {
    expect(label(state, wanted)).toBe(expected);
  });

  it('the stem cell that expires first', () => {
    const prewarmed = [
      { ...stemCell, id: 7, expiresAtMs: 9000 },
      { ...stemCell, id: 8, expiresAtMs: 5000 },
    ];
    expect(chooseContainer(pool([], { prewarmed }), run, settings, 1000)).toMatchObject({ container: 8 });
  });

  it('the least recently used to remove, and as many as it needs', () => {
    const idle = [30, 10, 20, 40].map((lastUsedMs, id) => ({ ...warm, id, lastUsedMs, action: 'x@1' }));
    const decide = (memoryMiB: number): object =>
      chooseContainer(pool(idle), { ...run, memoryMiB }, settings, 1000);
    expect(decide(256)).toMatchObject({ label: 'recreated', evicted: [1] });
    expect(decide(512)).toMatchObject({ label: 'recreated', evicted: [1, 2] });
    expect(decide(1024)).toMatchObject({ label: 'recreated', evicted: [1, 2, 0, 3] });
    expect(decide(1025)).toEqual({ kind: 'buffer', reason: 'noMemory' });
  });

  it('nothing to remove that is not warm or runs something', () => {
    const idle = { ...warm, memoryMiB: 512 };
    expect(chooseToRemove([idle], 512)).toEqual([1]);
    expect(chooseToRemove([idle, { ...idle, id: 2, active: 1 }], 513)).toEqual([]);
    expect(chooseToRemove([{ ...idle, phase: 'warming' }], 1)).toEqual([]);
  });

  it('to exceed its memory only if it is told to do as OpenWhisk does', () => {
    const state = pool([
      { ...filler, memoryMiB: 896 },
      { ...warm, action: 'c@1', memoryMiB: 128 },
    ]);
    expect(label(state)).toBe('noMemory');
    expect(label(state, run, { ...settings, mayOvercommit: true })).toBe('recreated');
  });

  it('a stem cell beside the pool only with room in it, made if need be', () => {
    const beside: PoolSettings = { ...settings, prewarmMemory: 'besidePool' };
    const state = pool(
      [
        { ...filler, memoryMiB: 768 },
        { ...warm, action: 'c@1' },
      ],
      { prewarmed: [stemCell] },
    );
    expect(label(state)).toBe('prewarmed');
    expect(label(state, run, beside)).toBe('recreatedPrewarm');
    expect(label(pool([filler], { prewarmed: [stemCell] }), run, beside)).toBe('prewarmed');
  });

  it('by free memory, to the last MiB', () => {
    expect(hasPoolRoom(pool([warm]), 768, settings)).toBe(true);
    expect(hasPoolRoom(pool([warm]), 769, settings)).toBe(false);
    expect(hasContainerCapacity(warm)).toBe(true);
  });
});

describe('an OpenWhisk pool over time', () => {
  it('starts cold, runs warm, and counts the activations', () => {
    const cold = runInPool(emptyPool, run, settings, 10);
    expect(cold).toMatchObject({ container: 0, decision: { label: 'cold' } });
    expect(cold.state.containers).toEqual([
      { ...warm, id: 0, phase: 'warmingCold', active: 1, lastUsedMs: 10 },
    ]);
    const { state } = finishInPool(cold.state, 0, settings, 20);
    expect(state.containers).toEqual([{ ...warm, id: 0, lastUsedMs: 10 }]);
    expect(runInPool(state, run, settings, 30)).toMatchObject({
      container: 0,
      decision: { label: 'warmed' },
    });
  });

  it('keeps the order of what waits, also past one that would fit', () => {
    const busy = pool([{ ...warm, memoryMiB: 1024, active: 1 }]);
    const large = runInPool(busy, { ...other, memoryMiB: 1024 }, settings, 10);
    const small = runInPool(large.state, { ...other, memoryMiB: 0 }, settings, 20);
    expect([large.decision, small.decision]).toEqual([
      { kind: 'buffer', reason: 'noMemory' },
      { kind: 'buffer', reason: 'othersWait' },
    ]);
    const { state, resumed } = finishInPool(small.state, 1, settings, 30);
    expect(resumed.map(({ decision }) => decision)).toMatchObject([
      { label: 'recreated', evicted: [1] },
      { label: 'cold' },
    ]);
    expect(state.buffer).toEqual([]);
  });

  it('replaces a stem cell that is taken, if there is memory for another', () => {
    const reactive = defaultPoolSettings;
    const taken = runInPool(pool([], { prewarmed: [stemCell] }), run, reactive, 10);
    expect(taken.state).toMatchObject({
      containers: [{ id: 9, phase: 'warming', active: 1 }],
      prewarmed: [],
      starting: [{ id: 100, kind: 'nodejs:20', memoryMiB: 256, ttlMs: 120_000 }],
    });
    const crowded = pool([{ ...warm, memoryMiB: 768, active: 1 }], { prewarmed: [stemCell] });
    expect(runInPool(crowded, run, reactive, 10).state.starting).toEqual([]);
  });

  it('gives a stem cell its life when it is there', () => {
    const starting = startPrewarm(emptyPool, run, defaultPoolSettings);
    expect(readyPrewarm(starting, 0, 500)).toMatchObject({
      starting: [],
      prewarmed: [{ id: 0, expiresAtMs: 120_500 }],
    });
    expect(readyPrewarm(starting, 5, 500)).toBe(starting);
  });

  it('runs what waits when a container is gone', () => {
    const waiting = runInPool(pool([{ ...warm, memoryMiB: 1024, active: 1 }]), other, settings, 10);
    const { state, resumed } = removeFromPool(waiting.state, 1, settings, 20);
    expect(resumed).toMatchObject([{ container: 100, decision: { label: 'cold' } }]);
    expect(state.containers.map(({ id }) => id)).toEqual([100]);
  });

  it('lets what waits wait when a container is only forgotten', () => {
    const waiting = runInPool(pool([{ ...warm, memoryMiB: 1024, active: 1 }]), other, settings, 10);
    expect(forgetInPool(waiting.state, 1)).toMatchObject({ containers: [], buffer: [other] });
  });
});

describe('stem cells', () => {
  const reactive = { minCount: 1, maxCount: 4, ttlMs: 120_000, threshold: 2, increment: 1 };

  it.each([
    [0, 1],
    [1, 1],
    [2, 1],
    [4, 2],
    [5, 2],
    [8, 4],
    [100, 4],
  ])('of %d cold starts are %d', (coldStarts, wanted) => {
    expect(toReactivePrewarms(coldStarts, reactive)).toBe(wanted);
  });

  it('are made at the start, up to the memory', () => {
    const { state, started } = adjustPrewarms(emptyPool, 'start', defaultPoolSettings, 0);
    expect([started, state.starting.length]).toEqual([[0, 1], 2]);
    const small = { ...defaultPoolSettings, userMemoryMiB: 300 };
    expect(adjustPrewarms(emptyPool, 'start', small, 0).started).toEqual([0]);
  });

  it('expire at a check and are made again up to the minimum', () => {
    const prewarmed = [
      { ...stemCell, id: 7, expiresAtMs: 900 },
      { ...stemCell, id: 8, expiresAtMs: 800 },
      { ...stemCell, id: 9, expiresAtMs: 1000 },
    ];
    const change = adjustPrewarms(pool([], { prewarmed }), 'check', defaultPoolSettings, 1000);
    expect(change).toMatchObject({ expired: [8, 7], started: [], state: { prewarmed: [{ id: 9 }] } });
    const limited = { ...defaultPoolSettings, prewarmExpirationLimit: 1 };
    expect(adjustPrewarms(pool([], { prewarmed }), 'check', limited, 1000).expired).toEqual([8]);
  });

  it('follow the cold starts since the last check, and count anew', () => {
    let state = emptyPool;
    for (let count = 0; count < 3; count++) {
      state = runInPool(state, { ...run, action: `${count}` }, defaultPoolSettings, 0).state;
    }
    expect(state.coldStarts).toEqual([{ kind: 'nodejs:20', memoryMiB: 256, count: 3 }]);
    const roomy = { ...defaultPoolSettings, userMemoryMiB: 4096 };
    const change = adjustPrewarms(state, 'check', roomy, defaultPrewarmCheck.intervalMs);
    expect(change.started.length).toBe(3);
    expect(change.state.coldStarts).toEqual([]);
    expect(adjustPrewarms(state, 'replace', roomy, 0).started.length).toBe(1);
  });
});
