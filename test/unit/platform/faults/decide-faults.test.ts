import { describe, expect, it } from '@jest/globals';
import { toClopperPearson } from '../../../../harness/analyze/estimate-share.ts';
import { createDraws } from '../../../../platform/faults/draws.ts';
import { decideFaults, type Fault, type FaultsSeen } from '../../../../platform/faults/decide-faults.ts';
import { readFunctionFaults } from '../../../../platform/faults/read-faults.ts';

const unseen: FaultsSeen = { elapsedMs: () => 0, injected: () => 0 };

/** What the first invocations of a function meet. */
function meet(rules: readonly object[], seed: number, count: number, seen = unseen): Fault[][] {
  const declared = readFunctionFaults(rules);
  return Array.from({ length: count }, (_, number) =>
    decideFaults(declared, 'run', seen, (rule) => createDraws(seed, 'f', rule, 'run', number)),
  );
}

const meetOnce = (rule: object, seen: FaultsSeen): number => meet([rule], 1, 1, seen)[0]?.length ?? 0;

describe('a declared probability', () => {
  it.each([0.01, 0.1, 0.5, 0.9])('of %p is the rate at which the fault is met', (probability) => {
    // A true probability is inside 99.9 % intervals but for one in a thousand; the seeds are fixed.
    for (const seed of [1, 2, 3]) {
      const met = meet([{ kind: 'crash', when: 'before', probability }], seed, 2000).flat().length;
      const [low, high] = toClopperPearson(met, 2000, 0.999);
      expect(low).toBeLessThan(probability);
      expect(high).toBeGreaterThan(probability);
    }
  });

  it("of two rules is each one's own", () => {
    const rule = { kind: 'crash', when: 'before', probability: 0.5 };
    const both = meet([rule, { ...rule, when: 'after' }], 1, 2000).filter(
      ({ length }) => length === 2,
    ).length;
    const [low, high] = toClopperPearson(both, 2000, 0.999);
    expect(low).toBeLessThan(0.25);
    expect(high).toBeGreaterThan(0.25);
  });
});

describe('a seed', () => {
  const rules = [
    {
      kind: 'delay',
      stage: 'handler',
      ms: { kind: 'lognormal', medianMs: 20, sigma: 0.5 },
      probability: 0.3,
    },
    { kind: 'crash', when: 'during', afterMs: { kind: 'exponential', meanMs: 5 }, probability: 0.2 },
  ];

  it('gives the n-th invocation the same faults on every run', () => {
    expect(meet(rules, 7, 200)).toEqual(meet(rules, 7, 200));
  });

  it('gives others where it is another', () => {
    expect(meet(rules, 7, 200)).not.toEqual(meet(rules, 8, 200));
  });

  it('draws sizes by their law', () => {
    const [delay] = rules;
    const sizes = meet([{ ...delay, probability: 1 }], 1, 2000)
      .flat()
      .map((fault) => (fault.kind === 'delay' ? fault.ms : Number.NaN));
    const below = sizes.filter((ms) => ms < 20).length;
    const [low, high] = toClopperPearson(below, 2000, 0.999);
    expect(low).toBeLessThan(0.5);
    expect(high).toBeGreaterThan(0.5);
  });
});

describe('a rule', () => {
  const crash = { kind: 'crash', when: 'before' };

  it.each([
    [99, 0],
    [100, 1],
    [199, 1],
    [200, 0],
  ])('with a window from 100 to 200 ms is met %p ms after the declaration %p times', (elapsedMs, times) => {
    const seen = { elapsedMs: () => elapsedMs, injected: () => 0 };
    expect(meetOnce({ ...crash, fromMs: 100, untilMs: 200 }, seen)).toBe(times);
  });

  it.each([
    [2, 1],
    [3, 0],
  ])('that is met at most 3 times is met after %p times %p times more', (injected, times) => {
    expect(meetOnce({ ...crash, most: 3 }, { elapsedMs: () => 0, injected: () => injected })).toBe(times);
  });

  it('is not met at another stage', () => {
    expect(meetOnce({ kind: 'throttle' }, unseen)).toBe(0);
  });
});
