import { describe, expect, it } from '@jest/globals';
import {
  createProfile,
  isProfileName,
  profileNames,
  toProfileOptions,
} from '../../../../../platform/policies/profiles/registry.ts';
import type { LoadResult } from '../../../../../platform/simulation/simulate-load.ts';
import { evenly, runProfile } from '../../../../support/simulated-profile.ts';

const figures = ({ runs }: LoadResult): LoadResult['runs'][number] => {
  const [run] = runs;
  if (run === undefined) throw new Error('nothing ran');
  return run;
};
const minute = 60_000;

describe('the profiles', () => {
  it('are thirteen, each under its own name', () => {
    expect(profileNames).toHaveLength(13);
    expect(profileNames.map((name) => createProfile(name).name)).toEqual(profileNames);
    expect(isProfileName('lambda')).toBe(true);
    expect(isProfileName('toString')).toBe(false);
  });

  it.each([
    ['lambda', { target: 1 }, 'target: the profile lambda has no such option; it has idleLifetimeMs'],
    ['gcf-1', { minInstances: 5, maxInstances: 3 }, 'minInstances: expected at most maxInstances, 3, got 5'],
    ['openwhisk', { instanceConcurrency: 0 }, 'instanceConcurrency: expected a whole number from 1'],
    ['knative-kpa', { target: 0 }, 'target: expected more than 0, got 0'],
    ['workers', { routing: 'zigzag' as never }, 'routing: expected one of newest, oldest'],
    [
      'openfaas-ce',
      { keepAlive: 'lru', idleLifetimeMs: 5 },
      'idleLifetimeMs: the profile openfaas-ce has no',
    ],
    ['cloud-run', { instanceConcurrency: 2000 }, 'maxConcurrency: expected a whole number from 1 to 1000'],
  ] as const)('say what is wrong with an option: %s %p', (name, options, message) => {
    expect(() => createProfile(name, options)).toThrow(message);
  });
});

describe('options as text', () => {
  it('become numbers and names, and what is neither is named', () => {
    const options = toProfileOptions([
      ['idleLifetimeMs', '6e4'],
      ['routing', 'random'],
    ]);
    expect(options).toEqual({ idleLifetimeMs: 60_000, routing: 'random' });
    const wrong = toProfileOptions([
      ['idleLifetimeMs', '5m'],
      ['toString', '1'],
    ]);
    expect(() => createProfile('lambda', wrong)).toThrow(
      /^idleLifetimeMs: expected more than 0, got 5m\ntoString: the profile lambda has no such option/,
    );
  });
});

describe('lambda', () => {
  it('starts an instance for each of 500 that come together, and keeps them for ten minutes', () => {
    const burst = { atMs: evenly(500, 0), durationMs: 20 * minute, points: 20 };
    const { runs, timeline } = runProfile({ profile: 'lambda', ...burst });
    expect(runs[0]).toMatchObject({ coldShare: 1, mostInstances: 500 });
    expect(timeline.instances.slice(1)).toEqual([...Array(10).fill(500), ...Array(10).fill(0)]);
  });

  it('refuses those above 1,000 at once', () => {
    const { refusedByReason } = figures(
      runProfile({ profile: 'lambda', atMs: evenly(1200, 0), durationMs: minute }),
    );
    expect(refusedByReason).toEqual({ ConcurrentInvocationLimitExceeded: 200 });
  });

  it('starts 1,000 and then 100 a second where the account allows more', () => {
    const load = { options: { accountConcurrency: 10_000 }, atMs: evenly(3000, 1), serviceMs: 10_000 };
    const { mostInstances, refusedByReason } = figures(
      runProfile({ profile: 'lambda', ...load, durationMs: minute }),
    );
    expect(mostInstances).toBe(1299);
    expect(refusedByReason).toEqual({ FunctionInvocationRateLimitExceeded: 1701 });
  });
});

describe('lambda-2022', () => {
  it('shares one burst among all functions of the account', () => {
    const load = { options: { accountConcurrency: 10_000 }, atMs: evenly(2000, 0), durationMs: minute };
    const { refusedByReason } = figures(runProfile({ profile: 'lambda-2022', ...load, functions: 2 }));
    expect(refusedByReason).toEqual({ FunctionInvocationRateLimitExceeded: 1000 });
  });
});

describe('lambda-managed-instances', () => {
  it('has three instances from the beginning, and no cold start once they are ready', () => {
    const run = figures(
      runProfile({
        profile: 'lambda-managed-instances',
        atMs: evenly(100, 100, 1000),
        durationMs: minute,
      }),
    );
    expect(run).toMatchObject({ coldShare: 0, refusedShare: 0, mostInstances: 3 });
  });

  it('throttles what comes before they are ready', () => {
    const load = { atMs: [100, 1000], durationMs: minute };
    const run = figures(runProfile({ profile: 'lambda-managed-instances', ...load }));
    expect(run.refusedByReason).toEqual({ concurrencySaturated: 1 });
  });
});

describe('knative-kpa', () => {
  it('goes to zero after a quiet stable window, as the activator was in the path for long enough already, and holds the next one', () => {
    const { runs, timeline } = runProfile({
      profile: 'knative-kpa',
      atMs: [1000, 300_000],
      durationMs: 6 * minute,
      points: 360,
    });
    const toZeroSecond = timeline.instances.findIndex((count, at) => at > 1 && count === 0);
    expect(toZeroSecond).toBeGreaterThanOrEqual(60);
    expect(toZeroSecond).toBeLessThanOrEqual(68);
    // From zero the activator's report starts one at once.
    expect(runs[0]?.maxMs).toBe(600);
  });

  it('panics to as many instances as a burst asks for, each with its target', () => {
    const { timeline } = runProfile({
      profile: 'knative-kpa',
      options: { instanceConcurrency: 10 },
      atMs: evenly(12_000, 10, 10_000),
      serviceMs: 700,
      durationMs: 3 * minute,
      points: 180,
    });
    // 70 in flight, of which each should have 7.
    expect(timeline.instances[125]).toBe(10);
    // What had come to wait in the first seconds asked for more.
    expect(Math.max(...timeline.instances)).toBeGreaterThan(10);
  });

  it('keeps the least number', () => {
    const load = { options: { minInstances: 3 }, atMs: [0], durationMs: 10 * minute, points: 10 };
    const { timeline } = runProfile({ profile: 'knative-kpa', ...load });
    expect(timeline.instances.slice(1)).toEqual(Array(10).fill(3));
  });
});

describe('openfaas-ce', () => {
  it('adds a replica at each alert above five a second, and takes them back when it is over', () => {
    const { timeline } = runProfile({
      profile: 'openfaas-ce',
      atMs: evenly(900, 100),
      durationMs: 3 * minute,
      points: 18,
    });
    expect(Math.max(...timeline.instances)).toBe(4);
    expect(timeline.instances.at(-1)).toBe(1);
  });
});

describe('openfaas-pro', () => {
  it('has as many replicas as the rate over the target asks for', () => {
    const { timeline } = runProfile({
      profile: 'openfaas-pro',
      atMs: evenly(12_000, 10),
      durationMs: 2 * minute,
      points: 12,
    });
    // 100 a second, of which each should have 45.
    expect(timeline.instances[6]).toBe(3);
  });

  it('goes to zero where it may, and holds the next call', () => {
    const options = { minInstances: 0, idleLifetimeMs: 2 * minute };
    const load = { options, atMs: [0, 600_000], durationMs: 11 * minute, points: 11 };
    const { timeline, runs } = runProfile({ profile: 'openfaas-pro', ...load });
    expect(timeline.instances[9]).toBe(0);
    expect(runs[0]?.refusedShare).toBe(0);
  });
});

describe('openwhisk', () => {
  it('removes a container ten minutes after it was paused', () => {
    const { timeline } = runProfile({
      profile: 'openwhisk',
      atMs: [0],
      durationMs: 615_000,
      points: 615,
    });
    expect([timeline.instances[610], timeline.instances[612]]).toEqual([1, 0]);
  });

  it('makes room by the least recently used container of another action, or lets the activation wait', () => {
    const load = { profile: 'openwhisk', memoryMiB: 256, functions: 3, durationMs: minute } as const;
    const run = figures(runProfile({ ...load, atMs: [0, 2000], nodesMiB: [512] }));
    // Two fit: the third waits for one of them, and so it goes on.
    expect(run).toMatchObject({ refusedShare: 0, invocations: 6 });
    expect(run.maxMs).toBeGreaterThanOrEqual(1100);
  });
});

describe('openwhisk-fpc', () => {
  it('has activations pull containers out of few starts, where each would have had its own', () => {
    const load = { atMs: evenly(100, 5), serviceMs: 10, durationMs: minute };
    const pulled = figures(runProfile({ profile: 'openwhisk-fpc', ...load }));
    const own = figures(runProfile({ profile: 'openwhisk', ...load }));
    expect(pulled.refusedShare).toBe(0);
    expect(pulled.mostInstances).toBeLessThan(own.mostInstances);
  });
});

describe('cloud-run', () => {
  it('starts the first instance for an invocation, and keeps it for up to 15 minutes', () => {
    const { timeline } = runProfile({
      profile: 'cloud-run',
      atMs: [30_000],
      durationMs: 20 * minute,
      points: 20,
    });
    expect([0, 10, 15, 17].map((at) => timeline.instances[at])).toEqual([0, 1, 1, 0]);
  });

  it('refuses with 429 who has waited for ten seconds', () => {
    const load = { options: { maxInstances: 1, instanceConcurrency: 1 }, serviceMs: 4000 };
    const run = figures(
      runProfile({ profile: 'cloud-run', ...load, atMs: evenly(10, 0), durationMs: minute }),
    );
    expect(run.refusedByReason).toEqual({ pendingTooLong: 7 });
  });
});

describe('gcf-1', () => {
  it('refuses above its most instances', () => {
    const run = figures(runProfile({ profile: 'gcf-1', atMs: evenly(3100, 0), durationMs: minute }));
    expect(run.refusedByReason).toEqual({ maxInstances: 100 });
  });
});

describe('azure', () => {
  it('adds one instance a second, not more', () => {
    const { timeline } = runProfile({
      profile: 'azure-flex',
      options: { instanceConcurrency: 1 },
      atMs: evenly(50, 0),
      serviceMs: 60_000,
      durationMs: 10_000,
      points: 10,
    });
    const { instances } = timeline;
    instances
      .slice(2)
      .forEach((count, at) => expect(count - (instances[at + 1] ?? 0)).toBeLessThanOrEqual(1));
    expect(instances.at(-1)).toBeGreaterThan(8);
  });

  it('adds one instance in thirty seconds where nobody waits for an answer', () => {
    const { timeline } = runProfile({
      profile: 'azure-consumption',
      options: { instanceConcurrency: 1, trigger: 'other' },
      atMs: evenly(50, 0),
      serviceMs: 300_000,
      durationMs: 100_000,
      points: 10,
    });
    expect(timeline.instances.slice(1)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3, 4]);
  });

  it('refuses above 200 outstanding in the one instance of a Consumption app', () => {
    const run = figures(
      runProfile({
        profile: 'azure-consumption',
        atMs: [0, ...evenly(250, 0, 6000)],
        options: { maxInstances: 1 },
        serviceMs: 5000,
        durationMs: minute,
      }),
    );
    expect(run.refusedByReason).toEqual({ outstandingRequests: 50 });
  });
});

describe('workers', () => {
  it('has one isolate for all invocations, until its server sheds load', () => {
    const load = { serviceMs: 1000, initMs: 5, durationMs: minute };
    const few = figures(runProfile({ profile: 'workers', ...load, atMs: evenly(99, 1) }));
    const many = figures(runProfile({ profile: 'workers', ...load, atMs: evenly(150, 1) }));
    expect([few.mostInstances, many.mostInstances]).toEqual([1, 2]);
  });

  it('evicts by memory pressure alone', () => {
    const load = { atMs: [0], durationMs: 24 * 60 * minute, functions: 3, points: 10 };
    const apart = runProfile({ profile: 'workers', ...load, nodesMiB: [256] });
    expect(apart.timeline.instances.at(-1)).toBe(2);
  });
});
