import { describe, expect, it } from '@jest/globals';
import { toPhaseGroups, toTitle } from '../../../harness/run/phase-group.ts';
import { createBurstPhase, createPhase, forcedColdPhase } from '../../support/run-records.ts';

describe('the groups of a plan', () => {
  it('hold the phases that are played at once, in the order of the plan', () => {
    const phases = [
      createPhase({ id: 'a', group: 'a' }),
      createPhase({ id: 'mix/x', group: 'mix' }),
      createPhase({ id: 'mix/y', group: 'mix' }),
      createPhase({ id: 'b', group: 'b' }),
    ];
    expect(toPhaseGroups(phases).map((group) => group.map(({ id }) => id))).toEqual([
      ['a'],
      ['mix/x', 'mix/y'],
      ['b'],
    ]);
  });
});

describe('the title of a group', () => {
  const idle = createPhase({ before: { kind: 'idle', forMs: 90_000 } });
  const warmUp = createPhase({ role: 'warmUp' });
  it.each([
    [[createPhase({ experiment: 'check' })], 'Check that hello works'],
    [[forcedColdPhase], 'load: 6 forced cold starts of hello'],
    [[createBurstPhase(20)], 'load: 20 invocations of hello at once'],
    [[idle], 'load: invoke hello after 90 s without an invocation'],
    [[warmUp], 'load: warm up hello'],
    [[createPhase()], 'load: load on hello, constant 10/s for 10 s'],
    [[createPhase(), createPhase({ function: 'other' })], 'load: load on hello, other at once, for 10 s'],
  ] as const)('says what it does', (group, title) => {
    expect(toTitle(group)).toBe(title);
  });
});
