import { describe, expect, it } from '@jest/globals';
import { fc } from '../../../support/property.ts';
import { createProfile, profileNames } from '../../../../platform/policies/profiles/registry.ts';
import { keepAliveNames } from '../../../../platform/policies/profiles/keep-alives/names.ts';
import { fleetRoutings } from '../../../../platform/policies/profile-parts.ts';
import { bindings } from '../../../../platform/policies/routing/route.ts';
import { createCluster } from '../../../../platform/policies/fleet/cluster.ts';
import { simulate } from '../../../../platform/simulation/simulate.ts';
import { createRandom } from '../../../../harness/contract/seeded-random.ts';
import { evenly, runProfile } from '../../../support/simulated-profile.ts';

const runs = { numRuns: 8 };
const gaps = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 120 });

const toInstants = (distances: readonly number[]): number[] => {
  let atMs = 0;
  return distances.map((distance) => (atMs += distance));
};

describe.each(profileNames)('the profile %s', (profile) => {
  it('answers every invocation once, by running or refusing it', () => {
    fc.assert(
      fc.property(gaps, fc.integer({ min: 0, max: 3000 }), (distances, serviceMs) => {
        const atMs = toInstants(distances);
        const durationMs = (atMs.at(-1) ?? 0) + 3_600_000;
        const [run] = runProfile({ profile, atMs, serviceMs, durationMs }).runs;
        const refused = Object.values(run?.refusedByReason ?? {}).reduce((sum, count) => sum + count, 0);
        expect((run?.billedInvocations ?? 0) + refused).toBe(atMs.length);
      }),
      runs,
    );
  });

  it('answers every invocation once with any other choices, too', () => {
    const choices = fc.record({
      routing: fc.constantFrom(...fleetRoutings),
      binding: fc.constantFrom(...bindings),
      keepAlive: fc.constantFrom(...keepAliveNames),
    });
    fc.assert(
      fc.property(gaps, choices, fc.integer({ min: 1, max: 3 }), (distances, options, instances) => {
        const atMs = toInstants(distances.map((distance) => distance / 20));
        const durationMs = (atMs.at(-1) ?? 0) + 3_600_000;
        const load = { profile, options, atMs, serviceMs: 900, durationMs, nodesMiB: [instances * 128] };
        const [run] = runProfile(load).runs;
        const refused = Object.values(run?.refusedByReason ?? {}).reduce((sum, count) => sum + count, 0);
        expect((run?.billedInvocations ?? 0) + refused).toBe(atMs.length);
      }),
      runs,
    );
  });

  it('gives the same figures for the same load and seed', () => {
    fc.assert(
      fc.property(gaps, (distances) => {
        const load = { profile, atMs: toInstants(distances), durationMs: 600_000, functions: 2 };
        expect(runProfile(load).runs).toEqual(runProfile(load).runs);
      }),
      { numRuns: 3 },
    );
  });

  it('never takes more memory than the nodes have', () => {
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 6 }), (distances, instances) => {
        const atMs = toInstants(distances.map((distance) => distance / 50));
        const created = createProfile(profile);
        const cluster = { nodesMiB: [instances * 128, 200], ...created.placement };
        const functions = ['a', 'b'].map((name) => {
          let next = 0;
          const constant = { kind: 'constant', ms: 300 } as const;
          return {
            name,
            memoryMiB: 128,
            service: constant,
            init: constant,
            next: () => atMs[next++],
            createPolicies: () => created.forFunction(0, { name, memoryMiB: 128 })(),
          };
        });
        let most = 0;
        simulate({
          functions,
          cluster,
          durationMs: 60_000,
          random: createRandom(1),
          sampler: {
            everyMs: 50,
            sample(_nowMs, all) {
              const present = all.reduce((sum, { fleet }) => sum + fleet.seen.starting + fleet.seen.ready, 0);
              most = Math.max(most, present);
            },
          },
        });
        // The second node has room for one.
        expect(most).toBeLessThanOrEqual(instances + 1);
        expect(createCluster(cluster).nodes).toHaveLength(2);
      }),
      runs,
    );
  });

  it('is steady under a steady load, once it has settled', () => {
    const { timeline } = runProfile({
      profile,
      atMs: evenly(18_000, 100),
      serviceMs: 250,
      durationMs: 1_800_000,
      points: 1800,
    });
    const settled = timeline.instances.slice(1000);
    expect(Math.max(...settled) - Math.min(...settled)).toBeLessThanOrEqual(
      profile === 'openfaas-ce' ? 4 : 0,
    );
  });
});

const bounded = profileNames.flatMap((profile) => {
  try {
    createProfile(profile, { minInstances: 2, maxInstances: 4 });
    return [profile];
  } catch {
    return [];
  }
});

describe.each(bounded)('the bounds of the profile %s', (profile) => {
  it('hold for any load', () => {
    fc.assert(
      fc.property(gaps, (distances) => {
        const options = { minInstances: 2, maxInstances: 4 };
        const atMs = toInstants(distances.map((distance) => distance + 5000));
        const load = { profile, options, atMs, durationMs: 1_800_000, points: 360 };
        const [, ...instances] = runProfile(load).timeline.instances;
        expect(Math.min(...instances)).toBeGreaterThanOrEqual(2);
        expect(Math.max(...instances)).toBeLessThanOrEqual(4);
      }),
      runs,
    );
  });
});
