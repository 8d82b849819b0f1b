/** `faas_summary`: one point a run and function, for trends from run to run. Of the measured phases, not the warm-up. */
import type { InvocationBatch } from '../../contract/invocation-batch.ts';
import { outcomes, startKinds } from '../../contract/invocation.ts';
import type { Phase } from '../../contract/phase.ts';
import type { RunManifest } from '../../contract/sink.ts';
import type { RunSummary } from '../../contract/summary.ts';
import { type ResponseTimeHistogram, createHistogram } from '../../measure/histogram.ts';
import { type Fields, toPercentileFields } from './fields.ts';

export interface RunTotals {
  /** That were added while the run lasted. */
  phases(added: readonly Phase[]): void;
  add(batch: InvocationBatch): void;
  /** The fields of each function that was measured. */
  summarize(summary: RunSummary): { readonly fn: string; readonly fields: Fields }[];
}

interface Total {
  count: number;
  cold: number;
  errors: number;
  readonly histogram: ResponseTimeHistogram;
}

const cold = startKinds.indexOf('cold');
const ok = outcomes.indexOf('ok');

export function createRunTotals({ phases }: Pick<RunManifest, 'phases'>): RunTotals {
  const measured = new Set<string>();
  const addPhases = (added: readonly Phase[]): void => {
    for (const { id, role } of added) if (role === 'measure') measured.add(id);
  };
  addPhases(phases);
  const totals = new Map<string, Total>();
  return {
    phases: addPhases,
    add(batch) {
      if (!measured.has(batch.phase)) return;
      let total = totals.get(batch.function);
      if (total === undefined) {
        total = { count: 0, cold: 0, errors: 0, histogram: createHistogram() };
        totals.set(batch.function, total);
      }
      for (let at = 0; at < batch.length; at++) {
        total.count++;
        if (batch.start[at] === cold) total.cold++;
        if (batch.outcome[at] !== ok) total.errors++;
        if (Number.isNaN(batch.sentAt[at])) continue;
        total.histogram.record((batch.endedAt[at] as number) - (batch.intendedStart[at] as number));
      }
    },
    summarize: (summary) =>
      Array.from(totals, ([fn, total]) => ({
        fn,
        fields: {
          ...toTotalFields(total),
          ...toStartFields(summary, fn),
          ...toCostFields(summary, fn),
          generator_verdict: summary.generator.verdict,
        },
      })),
  };
}

function toTotalFields({ count, cold: colds, errors, histogram }: Total): Fields {
  return {
    count: BigInt(count),
    cold: BigInt(colds),
    errors: BigInt(errors),
    cold_rate: count === 0 ? undefined : colds / count,
    ...toPercentileFields(histogram, [50, 90, 99, 99.9]),
    hdr: histogram.count === 0 ? undefined : histogram.encode(),
  };
}

/** Medians of cold and of warm starts, which the percentiles over both would hide. */
function toStartFields({ starts }: RunSummary, fn: string): Fields {
  const median = (kind: 'cold' | 'warm'): number | undefined =>
    starts.find((one) => one.function === fn && one.start === kind)?.responseTimeMs.p50?.value;
  return { cold_p50_ms: median('cold'), warm_p50_ms: median('warm') };
}

function toCostFields({ cost }: RunSummary, fn: string): Fields {
  const own = cost?.functions.find((one) => one.function === fn);
  // Beyond its last core a machine cannot carry the load at any price.
  const feasible = (cost?.alwaysOn ?? []).filter(
    (one) => one.function === fn && one.coreShareAtBreakEven <= 1,
  );
  return {
    cost_usd: own?.totalUsd,
    usd_per_million: own?.costPerMillionUsd?.value,
    breakeven_rps:
      feasible.length === 0 ? undefined : Math.min(...feasible.map((one) => one.breakEvenRatePerSecond)),
  };
}
