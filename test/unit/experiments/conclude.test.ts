import { describe, expect, it } from '@jest/globals';
import type { Invocation } from '../../../harness/contract/invocation.ts';
import { fromMillis } from '../../../harness/contract/units.ts';
import { conclude } from '../../../harness/experiments/conclude.ts';
import { createInvocation } from '../../support/invocations.ts';
import { createConstantLoad, createRun } from '../../support/run-records.ts';

const arrivals = { kind: 'constant', ratePerSecond: 40, durationMs: 10_000 } as const;
const experiments = [{ kind: 'load', name: 'load', functions: ['hello'] }];

function concludeLoad(invocations: readonly Invocation[], source: unknown = { experiments }) {
  const run = createRun({ invocations });
  return conclude({ ...run, manifest: { ...run.manifest, scenarioSource: source } });
}

describe('what a run concludes', () => {
  it('is a finding for each of its experiments', () => {
    const [finding] = concludeLoad(createConstantLoad(arrivals, 8));
    expect(finding).toMatchObject({
      experiment: 'load',
      kind: 'load',
      conclusion: {
        verdict: 'answered',
        sentence: 'Response time: hello 8.00 ms in the median and 8.00 ms at p99.',
      },
    });
  });

  it('is nothing where the record names no experiment, or one of another version', () => {
    const load = createConstantLoad(arrivals, 8);
    expect(concludeLoad(load, {})).toEqual([]);
    expect(concludeLoad(load, { experiments: [{ kind: 'levitation', name: 'load' }] })).toEqual([]);
    expect(concludeLoad([])).toEqual([]);
  });

  it('says how many more samples it takes', () => {
    const [finding] = concludeLoad(createConstantLoad(arrivals, 8).slice(0, 300));
    expect(finding?.conclusion).toMatchObject({ verdict: 'inconclusive', moreSamples: 68 });
  });

  it('never takes a slow generator for a slow platform', () => {
    const late = createConstantLoad(arrivals, 8).map((one) => ({
      ...one,
      sentAt: one.intendedStart + fromMillis(4),
    }));
    const [finding] = concludeLoad(late);
    expect(finding?.conclusion).toMatchObject({ verdict: 'inconclusive', moreSamples: null });
    expect(finding?.conclusion.sentence).toContain('send delay');
  });

  it('counts starts and wrong answers, and filters none of them', () => {
    const load = createConstantLoad(arrivals, 8);
    const cold = createInvocation({ ...load[0], start: 'cold' });
    const wrong = createInvocation({ ...load[1], outcome: 'incorrect' });
    const silent = createInvocation({ ...load[2], start: 'unknown' });
    const [finding] = concludeLoad([cold, wrong, silent, ...load.slice(3)]);
    const [row] = finding?.tables.find(({ title }) => title === 'Invocations')?.rows ?? [];
    expect(row?.slice(0, 5)).toEqual(['hello', 400, 399, 1, 0]);
    expect(row?.[5]).toMatchObject({ value: 1 / 399 });
    expect(row?.[6]).toMatchObject({ value: 0 });
    expect(row?.[7]).toBeCloseTo(1 / 400, 9);
    expect(finding?.notes).toEqual([
      '1 of 400 answers failed the output check.',
      'Of 1 invocations nobody told whether they started cold; they count as neither.',
    ]);
  });
});
