import { describe, expect, it } from '@jest/globals';
import { findFunction } from '../../support/catalog-functions.ts';

/** Answers that are known from elsewhere: the output checks come from the functions' own code. */
const answerOf = (name: string, event: Record<string, unknown>): Readonly<Record<string, unknown>> =>
  findFunction(name).expectedOutput(event, { fillerMiB: 0 });

describe('the right answer', () => {
  it('of factors has all divisors of 2^40 - 1 = 3 5^2 11 17 31 41 61681, in order', () => {
    const { divisors } = answerOf('factors', { n: 2 ** 40 - 1 }) as { divisors: number[] };
    expect(divisors).toHaveLength(2 * 3 * 2 * 2 * 2 * 2 * 2);
    expect(divisors).toEqual(divisors.toSorted((a, b) => a - b));
    expect(divisors.reduce((sum, divisor) => sum + divisor, 0)).toBe(4 * 31 * 12 * 18 * 32 * 42 * 61682);
    expect(answerOf('factors', { n: 36 })['divisors']).toEqual([1, 2, 3, 4, 6, 9, 12, 18, 36]);
  });

  it('of fibonacci is the 36th Fibonacci number', () => {
    expect(answerOf('fibonacci', { n: 36 })['value']).toBe(14_930_352);
  });

  it('of graph is a tree that spans it, and a search that reaches all of it', () => {
    const nodes = 500;
    expect(answerOf('graph', { nodes, seed: 3, algorithms: ['bfs', 'mst'] })).toMatchObject({
      edges: 1 + 2 + 3 * (nodes - 3),
      bfs: { reached: nodes },
      mst: { edges: nodes - 1 },
    });
  });

  it('of graph ranks alike what is joined alike', () => {
    const answer = answerOf('graph', { nodes: 3, seed: 1, algorithms: ['mst', 'pagerank'] });
    expect(answer['pagerank']).toEqual({ best: 0, rank: 0.333333333 });
  });

  it('of aes is not what went in, and another one for every seed and number of rounds', () => {
    const sums = [1, 2].flatMap((seed) =>
      [0, 1, 2].map((rounds) => answerOf('aes', { bytes: 64, rounds, seed })['sha256']),
    );
    expect(new Set(sums).size).toBe(6);
  });
});
