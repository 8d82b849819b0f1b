/** Keeps what was measured for the experiments that plan on while the run lasts, and nothing else: a long load is large. */
import { type InvocationBatch, toInvocations } from '../contract/invocation-batch.ts';
import type { Invocation } from '../contract/invocation.ts';
import type { Phase } from '../contract/phase.ts';
import type { RunRecord } from '../contract/run-record.ts';
import type { GeneratorSample, RunEvent, RunManifest, Sink } from '../contract/sink.ts';

export interface RunMemory extends Pick<Sink, 'phases' | 'write' | 'event' | 'generator'> {
  /** What a reader of the run directory would find now, of the experiments that are remembered. */
  toRecord(): RunRecord;
}

/** @param experiments - whose invocations are kept, by name. */
export function createRunMemory(manifest: RunManifest, experiments: readonly string[]): RunMemory {
  const phases = [...manifest.phases];
  const kept = new Set<string>();
  const invocations: Invocation[] = [];
  const events: RunEvent[] = [];
  const generator: GeneratorSample[] = [];

  const keep = (added: readonly Phase[]): void => {
    for (const { id, experiment } of added) if (experiments.includes(experiment)) kept.add(id);
  };
  keep(phases);

  return {
    phases(added) {
      phases.push(...added);
      keep(added);
    },
    write(batch: InvocationBatch) {
      if (!kept.has(batch.phase)) return;
      for (const invocation of toInvocations(batch)) invocations.push(invocation);
    },
    event: (event) => void events.push(event),
    generator: (sample) => void generator.push(sample),
    toRecord: () => ({
      manifest: { ...manifest, phases },
      invocations,
      events,
      generator,
      instances: [],
      end: undefined,
    }),
  };
}
