/** What the main thread and the worker say to each other. */
import type { InvocationBatch } from '../../contract/invocation-batch.ts';
import type { ClosedLoad } from '../../contract/load-model.ts';
import type { GeneratorSample } from '../../contract/sink.ts';
import type { PlayEnd, PlayPart } from '../engine.ts';

export interface ClosedPart extends Omit<PlayPart, 'load'> {
  readonly load: ClosedLoad;
}

export interface WorkerData {
  /** Reading of the monotonic clock at instant 0 of the run. */
  readonly clockOrigin: bigint;
}

export type ToWorker =
  | { readonly kind: 'play'; readonly parts: readonly ClosedPart[] }
  /** Send nothing more. */
  | { readonly kind: 'abort' };

export type FromWorker =
  | { readonly kind: 'batch'; readonly batch: InvocationBatch }
  | { readonly kind: 'sample'; readonly sample: GeneratorSample }
  | { readonly kind: 'ended'; readonly end: PlayEnd };
