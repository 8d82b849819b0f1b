/** What the main thread, the pacing worker and the sending worker say to each other. */
import type { InvocationBatch } from '../contract/invocation-batch.ts';
import type { GeneratorSample } from '../contract/sink.ts';
import type { InvocationTarget } from '../contract/target.ts';

/** One playing of a schedule. */
export interface Play {
  readonly phase: string;
  readonly function: string;
  readonly repetition: number;
  readonly target: InvocationTarget;
  /**
   * Intended starts on the run's clock, in nanoseconds, never decreasing. Shared, not copied; not to be read before
   * the first invocation is due.
   */
  readonly intendedStarts: Float64Array<SharedArrayBuffer>;
  /** See {@link createControl}. */
  readonly control: Int32Array<SharedArrayBuffer>;
}

/** Positions in the control words. */
export const control = {
  /** How many invocations are due: written by the pacing worker, awaited by the sending worker. */
  due: 0,
  /** 1 when the play is to end early: written by the main thread, awaited by the pacing worker. */
  aborted: 1,
} as const;

/** The words that the three threads of one play share. */
export function createControl(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
}

/** How a play ended. `scheduled = sent + dropped` unless it was aborted. */
export interface PlayEnd {
  readonly scheduled: number;
  readonly sent: number;
  readonly dropped: number;
}

export interface WorkerData {
  /** Reading of the monotonic clock at instant 0 of the run. */
  readonly clockOrigin: bigint;
}

export interface SenderData extends WorkerData {
  /** Invocations that may be on the wire at once; what comes beyond is dropped and counted. */
  readonly maxInFlight: number;
}

export type FromSender =
  /** Everything is prepared for the play; the schedule may begin. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'batch'; readonly batch: InvocationBatch }
  | { readonly kind: 'sample'; readonly sample: GeneratorSample }
  | { readonly kind: 'ended'; readonly end: PlayEnd };
