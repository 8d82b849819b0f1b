import { describe, expect, it } from '@jest/globals';
import { orderTurns, toPhaseGroups, toTitle, toTurns } from '../../../harness/run/phase-group.ts';
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

describe('groups that take turns', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((group) =>
    createPhase({ id: group, group, turns: 't', repetitions: 3 }),
  );
  const group = [a, b, c].flatMap((phase) => phase ?? []);

  it('are one group of several turns', () => {
    const [first, ...others] = toPhaseGroups([createPhase({ id: 'x', group: 'x' }), ...group]);
    expect(first?.map(({ id }) => id)).toEqual(['x']);
    const [together] = others;
    expect(others.length).toBe(1);
    expect(toTurns(together ?? [createPhase()]).map((turn) => turn.map(({ id }) => id))).toEqual([
      ['a'],
      ['b'],
      ['c'],
    ]);
    expect(toTitle(together ?? [createPhase()])).toBe('load: 3 loads in turn, 3 rounds');
  });

  it('come once in every round, each time in another order', () => {
    const rounds = Array.from({ length: 40 }, (_, round) => orderTurns(['a', 'b', 'c'], 7, round).join(''));
    expect(new Set(rounds)).toEqual(new Set(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']));
    expect(orderTurns(['a', 'b', 'c'], 7, 3).join('')).toBe(rounds[3]);
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
