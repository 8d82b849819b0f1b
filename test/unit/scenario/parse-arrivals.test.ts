import { describe, expect, it } from '@jest/globals';
import { parseArrivals } from '../../../harness/scenario/parse-arrivals.ts';

describe('arrivals by themselves', () => {
  it('are written as in a scenario', () => {
    expect(parseArrivals('{ kind: poisson, rate: 30/m, duration: 1h }', '--arrivals')).toEqual({
      kind: 'poisson',
      ratePerSecond: 0.5,
      durationMs: 3_600_000,
    });
  });

  it.each([
    ['', /^--arrivals: arrivals: /],
    ['5', /^--arrivals: arrivals: .*got 5/],
    ['{ kind: poison, rate: 5/s, duration: 1h }', /^--arrivals: arrivals\.kind: .*poison/],
    ['{ kind: poisson, rate: 5, duration: 1h }', /^--arrivals: arrivals\.rate: expected a rate .*; got 5$/],
    ['{ kind: poisson, rate: 5/s }', /^--arrivals: arrivals\.duration: expected a duration/],
    ['{ kind: poisson, rate: 5/s, duration: 1h, seed: 3 }', /^--arrivals: arrivals\.seed: unknown key/],
    ['{ kind: burst, count: 5 }', /^--arrivals: arrivals: a burst lasts no time/],
    ['{ kind: poisson', /^--arrivals: .*in "\{ kind: poisson"$/s],
  ])('as %j are refused with the place and what is expected', (text, message) => {
    expect(() => parseArrivals(text, '--arrivals')).toThrow(
      expect.objectContaining({ code: 'USAGE', message: expect.stringMatching(message) }),
    );
  });
});
