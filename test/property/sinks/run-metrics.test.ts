import { describe, expect, it } from '@jest/globals';
import { createInvocationBatchBuilder } from '../../../harness/contract/batch-builder.ts';
import type { InvocationBatch } from '../../../harness/contract/invocation-batch.ts';
import type { Invocation } from '../../../harness/contract/invocation.ts';
import { fromSeconds } from '../../../harness/contract/units.ts';
import { type MetricsSnapshot, toSamples } from '../../../harness/sinks/metrics/metric.ts';
import { createRunMetrics } from '../../../harness/sinks/metrics/run-metrics.ts';
import { fc } from '../../support/property.ts';
import { rates } from '../../support/complete-run.ts';
import { createSyntheticRun } from '../../support/synthetic-run.ts';

const run = createSyntheticRun({ seconds: 6, ratePerSecond: 20, functions: ['hello'] });

const toBatch = (invocations: readonly Invocation[]): InvocationBatch => {
  const builder = createInvocationBatchBuilder({ phase: 'load/hello', function: 'hello', repetition: 0 });
  for (const one of invocations) builder.add(one);
  return builder.take();
};

/** The samples of each snapshot, by series. */
const toTable = ({ metrics }: MetricsSnapshot): Map<string, number> =>
  new Map(
    metrics
      .filter(({ kind }) => kind !== 'gauge')
      .flatMap(toSamples)
      .map(({ name, labels, value }) => [`${name} ${JSON.stringify(labels)}`, value]),
  );

/** @param parts - where the invocations are cut, and until which second is taken after each part. */
const play = (parts: readonly { readonly cut: number; readonly taken: number }[]): MetricsSnapshot[] => {
  const metrics = createRunMetrics(run.manifest, rates);
  const snapshots: MetricsSnapshot[] = [];
  let from = 0;
  for (const { cut, taken } of parts) {
    const to = Math.max(from, cut);
    metrics.write(toBatch(run.invocations.slice(from, to)));
    from = to;
    snapshots.push(...metrics.take(fromSeconds(taken)));
  }
  metrics.write(toBatch(run.invocations.slice(from)));
  return [...snapshots, ...metrics.end()];
};

const parts = fc.array(
  fc.record({ cut: fc.nat({ max: run.invocations.length }), taken: fc.nat({ max: 10 }) }),
  { maxLength: 5 },
);

describe('the metrics of a run', () => {
  it('end at the same counts, however late the invocations come', () => {
    const whole = toTable(play([]).at(-1) as MetricsSnapshot);
    fc.assert(
      fc.property(parts, (some) => {
        const last = toTable(play(some).at(-1) as MetricsSnapshot);
        expect([...last.keys()].toSorted()).toEqual([...whole.keys()].toSorted());
        for (const [series, value] of last) expect(value).toBeCloseTo(whole.get(series) ?? Number.NaN, 6);
      }),
      { numRuns: 40 },
    );
  });

  it('come once a second, and none of their counters ever falls', () => {
    fc.assert(
      fc.property(parts, (some) => {
        const snapshots = play(some);
        const tables = snapshots.map(toTable);
        for (let at = 1; at < snapshots.length; at++) {
          const gap = (snapshots[at]?.timestamp ?? 0n) - (snapshots[at - 1]?.timestamp ?? 0n);
          expect(gap).toBe(1_000_000_000n);
          for (const [series, value] of tables[at - 1] ?? []) {
            expect(tables[at]?.get(series)).toBeGreaterThanOrEqual(value);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
