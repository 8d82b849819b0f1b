import { describe, expect, it } from '@jest/globals';
import type { Invocation } from '../../../../harness/contract/invocation.ts';
import { conclude } from '../../../../harness/experiments/conclude.ts';
import { createConstantLoad, createPhase, createRun } from '../../../support/run-records.ts';

const arrivals = { kind: 'constant', ratePerSecond: 10, durationMs: 10_000 } as const;
const experiments = [{ kind: 'cost', name: 'cost', functions: ['hello'] }];

function concludeCost(invocations: readonly Invocation[]) {
  const phase = createPhase({ id: 'cost/hello', experiment: 'cost' });
  const run = createRun({
    phases: [phase],
    invocations: invocations.map((one) => ({ ...one, phase: phase.id })),
  });
  const [finding] = conclude({ ...run, manifest: { ...run.manifest, scenarioSource: { experiments } } });
  return finding;
}

describe('the cost experiment', () => {
  it('prices a million by the arithmetic of the provider, and finds the cheapest machine that carries it', () => {
    // 512 MiB for 100 ms at $0.0000166667 a GB-second, and $0.20 for a million requests.
    const finding = concludeCost(createConstantLoad(arrivals, 5, { billedDurationMs: 100 }));
    const perMillion = finding?.figures.find(({ key }) => key === 'helloPerMillionUsd')?.estimate;
    expect(perMillion?.value).toBeCloseTo(0.5 * 0.1 * 16.6667 + 0.2, 4);
    expect(finding?.conclusion).toMatchObject({ verdict: 'answered' });
    expect(finding?.conclusion.sentence).toMatch(
      /hello \$1\.03 \(\$1\.03 to \$1\.03\); .+ is cheaper from [\d.]+\/s on\.$/,
    );
  });

  it('shows what failures and cold starts are of it', () => {
    const load = createConstantLoad(arrivals, 100, { billedDurationMs: 100 });
    const mixed = load.map((one, at): Invocation =>
      at < 10 ? { ...one, outcome: 'failed' } : at < 30 ? { ...one, start: 'cold' } : one,
    );
    const [row] = concludeCost(mixed)?.tables[0]?.rows ?? [];
    expect(row?.slice(0, 3)).toEqual(['hello', expect.closeTo(0.2, 6), expect.closeTo(0.1, 6)]);
  });

  it('refuses to conclude from too few', () => {
    const few = createConstantLoad(arrivals, 100, { billedDurationMs: 100 }).slice(0, 20);
    expect(concludeCost(few)?.conclusion).toMatchObject({ verdict: 'inconclusive', moreSamples: 10 });
  });
});
