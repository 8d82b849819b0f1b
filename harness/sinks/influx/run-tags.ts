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
  const series = (measurement: string, tags: Tags): string => {
    const key = [measurement, ...Object.values(tags)].join('\n');
    let text = made.get(key);
    if (text === undefined) made.set(key, (text = toSeries(measurement, tags)));
    return text;
  };
  return {
    window: (fn, boot, outcome) => series('faas_window', { run, provider, fn, boot, outcome }),
    invocation: (fn, boot, outcome) => series('faas_invocation', { run, provider, fn, boot, outcome }),
    rollup: (fn) => series('faas_rollup', { run, provider, fn }),
    summary: (fn) => series('faas_summary', { run, provider, fn, suite }),
    event: (kind) => series('faas_event', { run, kind, suite }),
    generator: (worker) => series('faas_generator', { run, worker }),
  };
}
