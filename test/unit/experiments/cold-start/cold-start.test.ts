import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../../harness/contract/finding.ts';
import { conclude } from '../../../../harness/experiments/conclude.ts';
import type { ColdStartExperiment } from '../../../../harness/scenario/scenario.ts';
import { createFixedLifetimePolicies } from '../../../../platform/policies/fixed-lifetime.ts';
import { runVirtually } from '../../../support/virtual-run.ts';

const base: ColdStartExperiment = { kind: 'cold-start', name: 'cold', functions: ['hello'], samples: 75 };
const policies = createFixedLifetimePolicies({ lifetimeMs: 600_000 });
const service = { kind: 'constant', ms: 20 } as const;
/** Median 300 ms; spread as measured ones are. */
const init = { kind: 'lognormal', medianMs: 300, sigma: 0.3 } as const;

function measure(config: Partial<ColdStartExperiment>, seed = 1): Finding {
  const [finding] = conclude(runVirtually([{ ...base, ...config }], { policies, init, service, seed }));
  if (finding === undefined) throw new Error('nothing was concluded');
  return finding;
}

describe('the cold-start experiment', () => {
  it('has the true median inside its interval in at least 93 of 100 runs', () => {
    const hits = Array.from({ length: 100 }, (_, seed) => measure({}, seed + 1).figures[0]?.estimate).filter(
      (estimate) => (estimate?.low ?? Infinity) <= 320 && (estimate?.high ?? -Infinity) >= 320,
    );
    expect(hits.length).toBeGreaterThanOrEqual(93);
  });

  it('tells in one sentence what it costs and where most of it goes', () => {
    const { conclusion, charts } = measure({});
    expect(conclusion.verdict).toBe('answered');
    expect(conclusion.sentence).toMatch(
      /^A cold start takes, in the median: hello 3\d\d ms \(\d+ ms to \d+ ms\), most of it for the function's own code: \d+ ms\.$/,
    );
    expect(charts[0]?.series[0]?.points).toHaveLength(75);
  });

  it('refuses to conclude from too few, and says how many more it takes', () => {
    const { conclusion, figures } = measure({ samples: 4 });
    expect(conclusion).toMatchObject({ verdict: 'inconclusive', moreSamples: 2 });
    expect(figures[0]?.estimate).toMatchObject({ low: null, high: null });
  });

  it('leaves out a quantile that the sample cannot bear', () => {
    const [row] = measure({ samples: 19 }).tables[0]?.rows ?? [];
    expect(row?.slice(0, 2)).toEqual(['hello', 'forced']);
    expect(row?.slice(8, 10)).toEqual([null, null]);
  });

  it('tells natural cold starts from forced ones', () => {
    const { tables, figures } = measure({ samples: 6, natural: { idleMs: 700_000, samples: 8 } });
    expect(tables[0]?.rows.map(([, how, , , , , n]) => [how, n])).toEqual([
      ['forced', 6],
      ['natural', 8],
    ]);
    expect(figures.map(({ key }) => key)).toEqual(['helloForcedP50Ms', 'helloNaturalP50Ms']);
  });

  it('takes those that a load met for natural, but not those of a burst', () => {
    const arrivals = { kind: 'stamps', atMs: [0, 700_000, 1_400_000] } as const;
    const load = { kind: 'load', name: 'load', functions: ['hello'], warmUpMs: 0 } as const;
    const pool = { kind: 'keep-alive', name: 'pool', function: 'hello', pool: 8, samples: 1 } as const;
    const run = runVirtually(
      [
        { ...base, samples: 6 },
        { ...load, load: { model: 'open', arrivals } },
        { ...pool, shortestMs: 1000, longestMs: 2000, precision: 0.1 },
      ],
      { policies, init, service, seed: 1 },
    );
    const [finding] = conclude(run);
    // The first of the load meets the instance of the last forced one.
    expect(finding?.tables[0]?.rows.map(([, how, , , , , n]) => [how, n])).toEqual([
      ['forced', 6],
      ['natural', 2],
    ]);
  });

  it('counts no natural cold start where the instances outlived the wait', () => {
    const { tables } = measure({ samples: 6, natural: { idleMs: 500_000, samples: 8 } });
    expect(tables[0]?.rows).toHaveLength(1);
    const counts = tables.find(({ title }) => title === 'Invocations')?.rows[0];
    expect(counts?.[5]).toMatchObject({ value: 6 / 14 });
  });
});
