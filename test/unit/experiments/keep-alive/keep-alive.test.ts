import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../../harness/contract/finding.ts';
import { conclude } from '../../../../harness/experiments/conclude.ts';
import type { KeepAliveExperiment } from '../../../../harness/scenario/scenario.ts';
import { createFixedLifetimePolicies } from '../../../../platform/policies/fixed-lifetime.ts';
import type { FleetPolicies } from '../../../../platform/policies/profile-parts.ts';
import { createHalvingPolicies } from '../../../support/halving-policies.ts';
import { runVirtually } from '../../../support/virtual-run.ts';

const config: KeepAliveExperiment = {
  kind: 'keep-alive',
  name: 'keep-alive',
  function: 'hello',
  pool: 8,
  shortestMs: 60_000,
  longestMs: 1_800_000,
  precision: 0.01,
  samples: 1,
};
const laws = {
  init: { kind: 'lognormal', medianMs: 300, sigma: 0.3 },
  service: { kind: 'uniform', leastMs: 90, mostMs: 110 },
} as const;

function measure(policies: FleetPolicies, changes: Partial<KeepAliveExperiment> = {}, seed = 1): Finding {
  const [finding] = conclude(runVirtually([{ ...config, ...changes }], { policies, ...laws, seed }));
  if (finding === undefined) throw new Error('nothing was concluded');
  return finding;
}

const figure = ({ figures }: Finding, key: string) => figures.find((one) => one.key === key)?.estimate;

describe('the keep-alive experiment', () => {
  it.each([90_000, 300_000, 600_000, 627_000, 1_200_000])(
    'recovers a fixed lifetime of %d ms',
    (lifetimeMs) => {
      const finding = measure(createFixedLifetimePolicies({ lifetimeMs }));
      expect(finding.conclusion).toMatchObject({ verdict: 'answered' });
      expect(finding.conclusion.sentence).toMatch(/^An idle instance lives for /);
      const estimate = figure(finding, 'lifetimeMs');
      expect(Math.abs((estimate?.value ?? 0) / lifetimeMs - 1)).toBeLessThan(0.02);
      expect(figure(finding, 'fixedError')?.value).toBe(0);
    },
  );

  it.each([200_000, 380_000, 500_000])('recovers the halving of a pool every %d ms', (periodMs) => {
    const finding = measure(createHalvingPolicies(periodMs));
    expect(finding.conclusion).toMatchObject({ verdict: 'answered' });
    expect(finding.conclusion.sentence).toMatch(/^Half of the idle instances go every /);
    const estimate = figure(finding, 'halvingPeriodMs');
    expect(Math.abs((estimate?.value ?? 0) / periodMs - 1)).toBeLessThan(0.02);
  });

  it('has the true lifetime inside its interval, whatever it is', () => {
    const hits = Array.from({ length: 100 }, (_, at) => {
      const lifetimeMs = 70_000 + 15_000 * at;
      const estimate = figure(measure(createFixedLifetimePolicies({ lifetimeMs }), {}, at + 1), 'lifetimeMs');
      return (estimate?.low ?? Infinity) <= lifetimeMs && (estimate?.high ?? 0) >= lifetimeMs;
    });
    expect(hits.filter(Boolean).length).toBeGreaterThanOrEqual(93);
  });

  it('cannot tell halving from a fixed lifetime by one instance, and says so', () => {
    const { conclusion } = measure(createFixedLifetimePolicies({ lifetimeMs: 600_000 }), { pool: 1 });
    expect(conclusion.sentence).toMatch(/halving looks the same/);
  });

  it.each([
    [3_600_000, /lives longer than 30 min/],
    [30_000, /is gone within 60.0 s/],
  ])('does not guess at what it has not tried: %d ms', (lifetimeMs, sentence) => {
    const { conclusion } = measure(createFixedLifetimePolicies({ lifetimeMs }));
    expect(conclusion).toMatchObject({ verdict: 'inconclusive', moreSamples: null });
    expect(conclusion.sentence).toMatch(sentence);
  });
});
