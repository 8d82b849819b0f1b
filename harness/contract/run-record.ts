/** A run read back from its directory: all that analysis, reports and replay work from. */
import type { Invocation } from './invocation.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import type { InstanceRecord } from './provider.ts';
import type { GeneratorSample, RunEnd, RunEvent, RunManifest } from './sink.ts';

export interface RunRecord {
  /** With every phase, also of those that were planned while it ran. */
  readonly manifest: RunManifest;
  readonly invocations: readonly Invocation[];
  readonly events: readonly RunEvent[];
  readonly generator: readonly GeneratorSample[];
  readonly instances: readonly InstanceRecord[];
  /** Absent where no experiment had a ledger. */
  readonly ledger?: readonly LedgerEntry[];
  /** Undefined when the harness was killed before it could say. */
  readonly end: RunEnd | undefined;
}
