import { describe, expect, it } from '@jest/globals';
import { planPhases } from '../../../harness/experiments/plan.ts';
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
  { file: 'x.yaml', catalog: ['noop'] },
);

describe('the plan of a run', () => {
  it('checks every function first, then plays the experiments in their order', () => {
    expect(planPhases(scenario, ['a', 'b']).map(({ id }) => id)).toEqual([
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
    expect(planPhases(scenario, ['a'])).toContainEqual(
      expect.objectContaining({
        id: 'cold-start/a',
        role: 'measure',
        arrivals: { kind: 'burst', count: 1 },
        repetitions: 40,
        coldBefore: true,
      }),
    );
  });

  it('begins a scale-out with no instance', () => {
    expect(planPhases(scenario, ['a'])).toContainEqual(
      expect.objectContaining({ id: 'scale-out/a', arrivals: { kind: 'burst', count: 9 }, coldBefore: true }),
    );
  });

  it('keeps warm-up apart from measurement', () => {
    const phases = planPhases(scenario, ['b']).filter((phase) => phase.experiment === 'load');
    expect(phases.map(({ role, arrivals }) => [role, arrivals])).toEqual([
      ['warmUp', { kind: 'constant', ratePerSecond: 10, durationMs: 1000 }],
      ['measure', { kind: 'constant', ratePerSecond: 10, durationMs: 2000 }],
    ]);
  });

  it('leaves out what was not deployed', () => {
    expect(planPhases(scenario, ['b']).every((phase) => phase.function === 'b')).toBe(true);
  });

  it('gives every phase a seed of its own that depends on nothing but the scenario seed and its name', () => {
    const seeds = new Map(planPhases(scenario, ['a', 'b']).map(({ id, seed }) => [id, seed]));
    expect(new Set(seeds.values()).size).toBe(seeds.size);
    const alone = planPhases({ ...scenario, experiments: scenario.experiments.slice(3) }, ['b']);
    expect(alone.find(({ id }) => id === 'cold-load/b')?.seed).toBe(seeds.get('cold-load/b'));
    const other = planPhases({ ...scenario, seed: 6 }, ['b']);
    expect(other.find(({ id }) => id === 'cold-load/b')?.seed).not.toBe(seeds.get('cold-load/b'));
  });
});
