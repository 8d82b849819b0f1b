import { describe, expect, it } from '@jest/globals';
import { createProfile } from '../../../../../platform/policies/profiles/registry.ts';
import type { ProfileOptions } from '../../../../../platform/policies/profiles/options.ts';
import type { LoadResult } from '../../../../../platform/simulation/simulate-load.ts';
import { evenly, type ProfileLoad, runProfile } from '../../../../support/simulated-profile.ts';

const minute = 60_000;

function run(options: ProfileOptions, load: Omit<ProfileLoad, 'profile'>): LoadResult {
  return runProfile({ profile: 'lambda', options, ...load });
}

function coldStarts({ runs }: LoadResult): number {
  const [one] = runs;
  return Math.round((one?.coldShare ?? 0) * (one?.invocations ?? 0));
}

describe('idle instances of any profile', () => {
  it('live for a fixed time, where the platform has none', () => {
    const load = { atMs: [0, 3 * minute], durationMs: 10 * minute };
    const lived = (idleLifetimeMs: number): number =>
      coldStarts(
        runProfile({ ...load, profile: 'workers', options: { keepAlive: 'fixed', idleLifetimeMs } }),
      );
    expect([lived(2 * minute), lived(4 * minute)]).toEqual([2, 1]);
  });

  it('stay under lru until another function needs their memory, and the least recently used goes', () => {
    const { runs } = run(
      { keepAlive: 'lru' },
      {
        atMs: [],
        arrivals: [0, 1, 2].map((at) => [at * minute, (at + 60) * minute]),
        durationMs: 63 * minute,
        functions: 3,
        nodesMiB: [256],
      },
    );
    // Three take turns in room for two: each finds that its own was the least recently used.
    expect(runs[0]).toMatchObject({ invocations: 6, coldShare: 1, refusedShare: 0, mostInstances: 2 });
  });

  it('go by half every 380 s of silence', () => {
    const { timeline } = run(
      { keepAlive: 'halving' },
      {
        atMs: evenly(8, 0),
        serviceMs: 1000,
        durationMs: 2000 * 1000,
        points: 20,
      },
    );
    expect(timeline.instances.slice(1)).toEqual([8, 8, 8, 4, 4, 4, 4, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
  });

  it('are unloaded and loaded again just ahead of a steady beat by the hybrid histogram', () => {
    const load = { atMs: evenly(60, 30 * minute), durationMs: 60 * 30 * minute };
    const fixed = run({}, load);
    const foreseen = run({ keepAlive: 'hybrid-histogram' }, load);
    expect(coldStarts(fixed)).toBe(60);
    expect(coldStarts(foreseen)).toBe(1);
    // Kept for four hours until the bins tell, then for a tenth of the gap and the width of a bin.
    expect(foreseen.runs[0]?.meanInstances).toBeLessThan(0.3);
  });

  it('are foreseen by a time series where gaps are longer than the histogram', () => {
    const gap = 5 * 60 * minute;
    const load = { atMs: evenly(40, gap), durationMs: 40 * gap };
    const foreseen = run({ keepAlive: 'hybrid-histogram' }, load);
    // The first gap is longer than anything is kept, and known from then on.
    expect(coldStarts(foreseen)).toBe(2);
    expect(foreseen.runs[0]?.meanInstances).toBeLessThan(0.35);
  });

  it('are foreseen by the times between arrivals, too, once there are two', () => {
    const load = { atMs: evenly(60, 30 * minute), durationMs: 60 * 30 * minute };
    expect(coldStarts(run({ keepAlive: 'inter-arrival-histogram' }, load))).toBe(1);
  });

  it('go by what it costs to start them again under greedy-dual', () => {
    // Used as often as the others together, the first function keeps its instance where lru takes it.
    const often = evenly(30, 10_000);
    const load = (keepAlive: 'lru' | 'greedy-dual'): LoadResult =>
      run(
        { keepAlive },
        {
          atMs: [],
          arrivals: [often, evenly(6, 50_000, 2000), evenly(6, 50_000, 4000), evenly(6, 50_000, 6000)],
          durationMs: 5 * minute,
          nodesMiB: [256],
          functions: 4,
        },
      );
    expect(coldStarts(load('greedy-dual'))).toBeLessThan(coldStarts(load('lru')));
  });
});

describe('the routing of any profile', () => {
  it('keeps more instances alive the more it spreads', () => {
    const mean = (routing: ProfileOptions['routing']): number => {
      const load = { atMs: evenly(2000, 200), serviceMs: 500, durationMs: 400_000 };
      const options = { ...(routing === undefined ? {} : { routing }), idleLifetimeMs: 5000 };
      // A burst to begin with: what is not needed goes on only where it is used in turn.
      const atMs = [...evenly(20, 0), ...load.atMs];
      return run(options, { ...load, atMs }).runs[0]?.meanInstances ?? 0;
    };
    expect(mean('newest')).toBe(mean(undefined));
    expect(mean('newest')).toBeLessThan(4);
    expect(mean('leastRecentlyUsed')).toBeGreaterThan(15);
  });
});

describe('the binding of any profile', () => {
  it('early keeps an invocation at a busy instance though another is free, late does not', () => {
    // Two instances that take one at a time, and an invocation of a second every 0.7 s.
    const longest = (binding: 'early' | 'late'): number | undefined =>
      runProfile({
        profile: 'knative-kpa',
        options: { binding, routing: 'random', instanceConcurrency: 1, minInstances: 2, maxInstances: 2 },
        atMs: evenly(50, 700, 5000),
        serviceMs: 1000,
        durationMs: 2 * minute,
      }).runs[0]?.maxMs;
    expect(longest('late')).toBe(1000);
    expect(longest('early')).toBeGreaterThan(1500);
  });

  it('late lets a warm instance take what an instance was started for', () => {
    const load = { atMs: [0, 900], serviceMs: 1000, initMs: 5000, durationMs: minute };
    const longest = (options: ProfileOptions): number | undefined => run(options, load).runs[0]?.maxMs;
    // Started for it, and the first is busy until 6,000: bound to the new one it waits until 5,900.
    expect(longest({})).toBe(6000);
    const sooner = { ...load, atMs: [0, 5900] };
    expect(run({ binding: 'early' }, sooner).runs[0]?.maxMs).toBe(6000);
    expect(run({ binding: 'late' }, sooner).runs[0]?.meanMs).toBeLessThan(4000);
  });
});

describe('the shedding of a worker', () => {
  it('goes to the server at which the invocation arrived, when the owner has an isolate already', () => {
    const facts = { name: 'script', memoryMiB: 128 };
    const policies = createProfile('workers').forFunction(0, facts)();
    const seen = { nodes: 4, random: () => 0.6 };
    const [owner] = policies.nodeOrder?.({ ...seen, isUsed: () => false }) ?? [];
    const [shed, ...others] = policies.nodeOrder?.({ ...seen, isUsed: (node) => node === owner }) ?? [];
    expect(shed).toBe(2);
    expect(others.at(-1)).toBe(owner);
  });
});

describe('the placement of any profile', () => {
  it('is chosen instead of the order that the platform has', () => {
    const load = {
      atMs: evenly(4, 0),
      durationMs: minute,
      nodesMiB: [512, 512],
      profile: 'openwhisk',
    } as const;
    expect(runProfile({ ...load, options: { placement: 'firstFit' } }).runs[0]?.refusedShare).toBe(0);
  });
});
