import { describe, expect, it } from '@jest/globals';
import type { ArrivalSpec } from '../../../harness/contract/arrivals.ts';
import { countStarts } from '../../../harness/contract/count-starts.ts';
import { planRun, toPhases } from '../../../harness/experiments/plan.ts';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';
import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { parseScenario } from '../../../harness/scenario/parse-scenario.ts';

const scenario = parseScenario(
  `name: tiny
seed: 5
functions: { a: { use: noop }, b: { use: noop } }
experiments:
  - { kind: cold-start, functions: [a, b], samples: 40 }
  - { kind: scale-out, function: a, instances: 9 }
  - { kind: load, functions: [b], arrivals: { kind: constant, rate: 10/s, duration: 2s }, warmUp: 1s }
  - { kind: load, name: cold-load, functions: [b], arrivals: { kind: poisson, rate: 10/s, duration: 2s }, warmUp: 0s }
`,
  { file: 'x.yaml', catalog: { noop: ['nodejs'] } },
);

const plan = (of: Scenario, available: readonly string[]) => toPhases(planRun(of, available, createSchedule));

describe('the plan of a run', () => {
  it('checks every function first, then plays the experiments in their order', () => {
    expect(plan(scenario, ['a', 'b']).map(({ id }) => id)).toEqual([
      'check/a',
      'check/b',
      'cold-start/a',
      'cold-start/b',
      'scale-out/a',
      'load/b/warm-up',
      'load/b',
      'cold-load/b',
    ]);
  });

  it('forces every cold start, one invocation at a time', () => {
    expect(plan(scenario, ['a'])).toContainEqual(
      expect.objectContaining({
        id: 'cold-start/a',
        role: 'measure',
        load: { model: 'open', arrivals: { kind: 'burst', count: 1 } },
        planned: { invocations: 1, durationMs: 0 },
        repetitions: 40,
        before: { kind: 'discardInstances' },
      }),
    );
  });

  it('begins a scale-out with no instance', () => {
    expect(plan(scenario, ['a'])).toContainEqual(
      expect.objectContaining({
        id: 'scale-out/a',
        load: { model: 'open', arrivals: { kind: 'burst', count: 9 } },
        before: { kind: 'discardInstances' },
      }),
    );
  });

  it('keeps warm-up apart from measurement', () => {
    const phases = plan(scenario, ['b']).filter((phase) => phase.experiment === 'load');
    expect(phases.map(({ role, planned }) => [role, planned])).toEqual([
      ['warmUp', { invocations: 10, durationMs: 1000 }],
      ['measure', { invocations: 20, durationMs: 2000 }],
    ]);
  });

  it('plays a mix at once, and its shares add up to the load that they share', () => {
    const mixed = parseScenario(
      `name: mixed
functions: { a: { use: noop }, b: { use: noop }, c: { use: noop } }
experiments:
  - kind: mix
    arrivals: { kind: poisson, rate: 100/s, duration: 3s }
    functions: { a: { weight: 3 }, b: { weight: 1 }, c: { arrivals: { kind: constant, rate: 5/s, duration: 3s } } }
    warmUp: 0s
`,
      { file: 'x.yaml', catalog: { noop: ['nodejs'] } },
    );
    const [a, b, c] = plan(mixed, ['a', 'b', 'c']).filter(({ experiment }) => experiment === 'mix');
    expect([a?.group, b?.group, c?.group]).toEqual(['mix', 'mix', 'mix']);
    const shared = (a?.planned.invocations ?? 0) + (b?.planned.invocations ?? 0);
    const [load, seed] = [a?.load, a?.seed ?? 0];
    if (load?.model !== 'open' || load.arrivals.kind !== 'share') throw new Error('not a share');
    const wholes = [0, 1].map((at) => createSchedule({ ...load.arrivals, at } as ArrivalSpec, seed));
    expect(b?.seed).toBe(seed);
    expect(shared).toBe(wholes.reduce((sum, part) => sum + countStarts(part), 0));
    expect(shared).toBe(countStarts(createSchedule({ ...load.arrivals, weights: [1], at: 0 }, seed)));
    expect(c?.planned.invocations).toBe(15);
  });

  it('leaves out what was not deployed', () => {
    expect(plan(scenario, ['b']).every((phase) => phase.function === 'b')).toBe(true);
  });

  it('gives every phase a seed of its own that depends on nothing but the scenario seed and its name', () => {
    const seeds = new Map(plan(scenario, ['a', 'b']).map(({ id, seed }) => [id, seed]));
    expect(new Set(seeds.values()).size).toBe(seeds.size);
    const alone = plan({ ...scenario, experiments: scenario.experiments.slice(3) }, ['b']);
    expect(alone.find(({ id }) => id === 'cold-load/b')?.seed).toBe(seeds.get('cold-load/b'));
    const other = plan({ ...scenario, seed: 6 }, ['b']);
    expect(other.find(({ id }) => id === 'cold-load/b')?.seed).not.toBe(seeds.get('cold-load/b'));
  });
});
