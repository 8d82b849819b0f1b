import { describe, expect, it } from '@jest/globals';
import type { ProfileName } from '../../../../platform/policies/profiles/registry.ts';
import { type LoadedFunction, simulateLoad } from '../../../../platform/simulation/simulate-load.ts';
import type { RunFigures } from '../../../../platform/simulation/run-figures.ts';

function run(profile: ProfileName, apps: readonly string[], told: number[] = []): RunFigures | undefined {
  const toFunction = (app: string, at: number): LoadedFunction => ({
    name: `f${at}`,
    app,
    memoryMiB: 128 * (at + 1),
    service: { kind: 'constant', ms: 100 * (at + 1) },
    init: { kind: 'constant', ms: 10 },
    createArrivals() {
      let next = 0;
      return () => (next < 20 ? 1000 * next++ + at : undefined);
    },
    createListener: () => ({ invoked: (durationMs) => void told.push(durationMs) }),
  });
  return simulateLoad({
    profile,
    functions: apps.map(toFunction),
    durationMs: 60_000,
    nodesMiB: [Infinity],
    replications: 1,
    createRandom: () => () => 0.5,
  }).runs[0];
}

describe('functions that a platform scales as one app', () => {
  it.each(['azure-consumption', 'azure-flex'] as const)(
    'share instances, each with its own durations: %s',
    (profile) => {
      const told: number[] = [];
      expect(run(profile, ['shop', 'shop'], told)).toMatchObject({ mostInstances: 1, invocations: 40 });
      expect(told.toSorted((a, b) => a - b)).toEqual([...Array(20).fill(100), ...Array(20).fill(200)]);
      expect(run(profile, ['shop', 'news'])).toMatchObject({ mostInstances: 2, invocations: 40 });
    },
  );

  it('have instances as large as the largest needs', () => {
    const [alone, together] = [
      ['shop', 'news'],
      ['shop', 'shop'],
    ].map((apps) => run('azure-consumption', apps));
    // Of 128 and 256 MiB; and one of 256 from the first millisecond on.
    expect((alone?.heldMiBSeconds ?? 0) / 60).toBeCloseTo(384, 0);
    expect((together?.heldMiBSeconds ?? 0) / 60).toBeCloseTo(256, 0);
  });

  it('have instances of their own elsewhere', () => {
    expect(run('lambda', ['shop', 'shop'])).toMatchObject({ mostInstances: 2 });
  });
});
