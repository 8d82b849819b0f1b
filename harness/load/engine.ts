/** A load engine as the rest of the harness sees it: it plays load on targets and tells what came of each invocation. */
import type { Schedule } from '../contract/arrivals.ts';
import type { InvocationBatch } from '../contract/invocation-batch.ts';
import type { ClosedLoad, EngineName } from '../contract/load-model.ts';
import type { GeneratorSample } from '../contract/sink.ts';
import type { InvocationTarget } from '../contract/target.ts';

export interface LoadEngine {
  /**
   * Plays all parts at once, from now on. Resolves when every invocation has ended and its record was handed to
   * `onBatch`. When the signal aborts, nothing more is sent and what is in flight gets a second to end.
   *
   * @throws FaasmarkError `LOAD_WORKER_FAILED`.
   */
  play(parts: readonly PlayPart[], signal: AbortSignal): Promise<PlayEnd>;
  close(): Promise<void>;
}

/** The load on one function. */
export interface PlayPart {
  readonly phase: string;
  readonly function: string;
  readonly repetition: number;
  readonly target: InvocationTarget;
  /** Absent: the engine of the run. All parts of one play have the same. */
  readonly engine?: EngineName;
  readonly load: { readonly model: 'open'; readonly schedule: Schedule } | ClosedLoad;
}

/** How a play ended. `scheduled = sent + dropped` unless it was aborted. */
export interface PlayEnd {
  readonly scheduled: number;
  readonly sent: number;
  readonly dropped: number;
}

export interface EngineListener {
  onBatch(batch: InvocationBatch): void;
  onSample(sample: GeneratorSample): void;
}
