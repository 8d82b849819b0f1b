/** A synthetic run of which everything is known, so that the sink writes every field it has. */
import type { RunRecord } from '../../harness/contract/run-record.ts';
import type { RunSummary } from '../../harness/contract/summary.ts';
import type { Rates } from '../../harness/sinks/series/rates.ts';
import { type SyntheticRunOptions, createSyntheticRun } from './synthetic-run.ts';

export const rates: Rates = { usdPerGbSecond: 0.0000166667, usdPerInvocation: 2e-7 };

/** A generator that has to give up an invocation now and then. */
export function createCompleteRun(options: SyntheticRunOptions = {}): RunRecord {
  const run = createSyntheticRun(options);
  return { ...run, generator: run.generator.map((sample) => ({ ...sample, dropped: 1 })) };
}

/** As much of a summary as reaches the database. */
export function summarizeForSink({ manifest }: RunRecord): RunSummary {
  const names = manifest.functions.map(({ name }) => name);
  const estimate = (value: number) => ({ value, low: null, high: null });
  return {
    generator: { verdict: 'ok' },
    starts: names.flatMap((name) => [
      { function: name, start: 'cold', responseTimeMs: { p50: estimate(350) } },
      { function: name, start: 'warm', responseTimeMs: { p50: estimate(5) } },
    ]),
    cost: {
      functions: names.map((name) => ({ function: name, totalUsd: 0.25, costPerMillionUsd: estimate(1.5) })),
      alwaysOn: names.map((name) => ({
        function: name,
        breakEvenRatePerSecond: 40,
        coreShareAtBreakEven: 0.8,
      })),
    },
  } as unknown as RunSummary;
}
