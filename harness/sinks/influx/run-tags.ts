/** The tags of a run's series. A tag has few values: what is different for every invocation is a field or nothing. */
import type { RunManifest } from '../../contract/sink.ts';
import type { Outcome, StartKind } from '../../contract/invocation.ts';
import { type Tags, toSeries } from './line-protocol.ts';

export interface RunSeries {
  window(fn: string, boot: StartKind, outcome: Outcome): string;
  invocation(fn: string, boot: StartKind, outcome: Outcome): string;
  rollup(fn: string): string;
  summary(fn: string): string;
  event(kind: string): string;
  generator(worker: string): string;
}

/** Measurement and tags of everything that a run writes; made once each. */
export function createRunSeries(manifest: RunManifest): RunSeries {
  const run = manifest.runId;
  const provider = manifest.provider.id;
  const suite = manifest.scenario;
  const made = new Map<string, string>();
  /** @param values - of those tags that are not the same for all series of the measurement. */
  const series = (measurement: string, values: string, tags: () => Tags): string => {
    const key = `${measurement}\n${values}`;
    let text = made.get(key);
    if (text === undefined) made.set(key, (text = toSeries(measurement, tags())));
    return text;
  };
  const ofOutcome = (measurement: string, fn: string, boot: StartKind, outcome: Outcome): string =>
    series(measurement, `${fn}\n${boot}\n${outcome}`, () => ({ run, provider, fn, boot, outcome }));
  return {
    window: (fn, boot, outcome) => ofOutcome('faas_window', fn, boot, outcome),
    invocation: (fn, boot, outcome) => ofOutcome('faas_invocation', fn, boot, outcome),
    rollup: (fn) => series('faas_rollup', fn, () => ({ run, provider, fn })),
    summary: (fn) => series('faas_summary', fn, () => ({ run, provider, fn, suite })),
    event: (kind) => series('faas_event', kind, () => ({ run, kind, suite })),
    generator: (worker) => series('faas_generator', worker, () => ({ run, worker })),
  };
}
