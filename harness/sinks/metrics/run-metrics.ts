/**
 * A run as metrics: one snapshot at the end of every second. Counters only grow, so a snapshot that is sent twice changes
 * nothing, and an invocation that comes late counts in the next second instead of in a corrected one.
 */
import { type InvocationBatch, instanceAt } from '../../contract/invocation-batch.ts';
import { type Outcome, type StartKind, outcomes, startKinds } from '../../contract/invocation.ts';
import type { Phase } from '../../contract/phase.ts';
import type { GeneratorSample, RunManifest } from '../../contract/sink.ts';
import type { RunSummary } from '../../contract/summary.ts';
import type { Nanos } from '../../contract/units.ts';
import { toEndedInvocation } from '../series/ended-invocation.ts';
import { type Pricer, type Rates, createPricer } from '../series/rates.ts';
import { createRunAxis, toSecondTimestamp } from '../series/run-axis.ts';
import { createRunTotals } from '../series/run-totals.ts';
import { createGeneratorMetrics } from './generator-metrics.ts';
import { type CountedInvocation, createInvocationTotals } from './invocation-totals.ts';
import type { Labels, Metric, MetricsSnapshot } from './metric.ts';

export interface RunMetrics {
  /** What the run is, at its beginning. */
  begin(): MetricsSnapshot;
  phases(added: readonly Phase[]): void;
  write(batch: InvocationBatch): void;
  generator(sample: GeneratorSample): void;
  summary(summary: RunSummary): void;
  /** One snapshot for each second that lies wholly before `until` and was not taken yet. */
  take(until: Nanos): MetricsSnapshot[];
  /** All that is left, with the summary. */
  end(): MetricsSnapshot[];
}

export function createRunMetrics(manifest: RunManifest, rates: Rates | undefined): RunMetrics {
  const axis = createRunAxis(manifest);
  const price = createPricer(manifest, rates);
  const common = { run: manifest.runId, provider: manifest.provider.id };
  const totals = createInvocationTotals(common, rates !== undefined);
  const generator = createGeneratorMetrics({ run: manifest.runId });
  const results = createRunTotals(manifest);
  const info: Metric = {
    name: 'faas_run_info',
    kind: 'gauge',
    points: [{ labels: toInfo(manifest), value: 1 }],
  };
  /** Of the seconds that are not over. */
  const waiting = new Map<number, CountedInvocation[]>();
  let next = axis.secondOf(0);
  let summary: readonly Metric[] = [];

  const closeSecond = (): MetricsSnapshot => {
    for (const one of waiting.get(next) ?? []) totals.add(one);
    waiting.delete(next);
    next++;
    return {
      timestamp: toSecondTimestamp(next),
      metrics: [info, ...totals.toMetrics(), ...generator.toMetrics()],
    };
  };
  const takeBefore = (second: number): MetricsSnapshot[] =>
    Array.from({ length: Math.max(0, second - next) }, closeSecond);

  return {
    begin: () => ({ timestamp: axis.timestampOf(0), metrics: [info] }),
    phases: (added) => results.phases(added),
    write(batch) {
      results.add(batch);
      for (let row = 0; row < batch.length; row++) {
        const second = Math.max(next, axis.secondOf(batch.endedAt[row] as number));
        const others = waiting.get(second);
        const one = toCounted(batch, row, price);
        if (others === undefined) waiting.set(second, [one]);
        else others.push(one);
      }
    },
    generator: (sample) => generator.add(sample),
    summary(result) {
      const points = results
        .summarize(result)
        .map(({ fn, fields }) => ({ labels: { ...common, fn, suite: manifest.scenario }, fields }));
      const names = [...new Set(points.flatMap(({ fields }) => Object.keys(fields)))];
      summary = names.map((name) => ({
        name: `faas_summary_${name}`,
        kind: 'gauge',
        points: points.flatMap(({ labels, fields }) => {
          const value = fields[name];
          return typeof value === 'number' || typeof value === 'bigint'
            ? [{ labels, value: Number(value) }]
            : [];
        }),
      }));
    },
    take: (until) => takeBefore(axis.secondOf(until)),
    end() {
      const last = Math.max(next, ...waiting.keys());
      const taken = takeBefore(last);
      const { timestamp, metrics } = closeSecond();
      return [...taken, { timestamp, metrics: [...metrics, ...summary] }];
    },
  };
}

function toCounted(batch: InvocationBatch, row: number, price: Pricer): CountedInvocation {
  return {
    ...toEndedInvocation(batch, row, price),
    fn: batch.function,
    start: startKinds[batch.start[row] as number] as StartKind,
    outcome: outcomes[batch.outcome[row] as number] as Outcome,
    instance: instanceAt(batch, row),
  };
}

function toInfo({ runId, provider, scenario, versions }: RunManifest): Labels {
  return { run: runId, provider: provider.id, suite: scenario, version: versions['faasmark'] ?? 'unknown' };
}
