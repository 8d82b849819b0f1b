/** A run as lines of line protocol: told what happened and until when, it gives the lines. Pure. */
import type { InvocationBatch } from '../../contract/invocation-batch.ts';
import type { Phase } from '../../contract/phase.ts';
import type { InstanceRecord } from '../../contract/provider.ts';
import type { GeneratorSample, RunEnd, RunEvent } from '../../contract/sink.ts';
import type { RunSummary } from '../../contract/summary.ts';
import type { Nanos } from '../../contract/units.ts';

export interface LineSource {
  /** The event that opens the run, with its scenario. */
  begin(): string[];
  phases(added: readonly Phase[]): void;
  event(event: RunEvent): string[];
  generator(sample: GeneratorSample): string[];
  /** What is written of them at once; the rest is written by `take` and `end`. */
  write(batch: InvocationBatch): string[];
  instances(records: readonly InstanceRecord[]): void;
  summary(summary: RunSummary): void;
  /** The seconds that lie wholly before `until`, as far as they were not written or have changed. */
  take(until: Nanos): string[];
  /** All that is left, and the end itself; a killed run has none. */
  end(end: RunEnd | undefined): string[];
}
