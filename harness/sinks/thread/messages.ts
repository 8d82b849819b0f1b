/** What the main thread and the thread of a sink say to each other. */
import type { ErrorCode } from '../../contract/errors.ts';
import type { InvocationBatch } from '../../contract/invocation-batch.ts';
import type { Phase } from '../../contract/phase.ts';
import type { InstanceRecord } from '../../contract/provider.ts';
import type { GeneratorSample, RunEnd, RunEvent, RunManifest, SinkReceipt } from '../../contract/sink.ts';
import type { RunSummary } from '../../contract/summary.ts';
import type { StreamSettings } from '../run-stream.ts';
import type { SinkSpec } from '../sink-spec.ts';

/** `workerData` of the thread. */
export interface SinkThreadData {
  readonly spec: SinkSpec;
  readonly manifest: RunManifest;
  readonly settings: StreamSettings;
  /** One number: how many invocations the thread has taken in. */
  readonly taken: Int32Array<SharedArrayBuffer>;
}

export type ToSink =
  | { readonly kind: 'phases'; readonly phases: readonly Phase[] }
  | { readonly kind: 'batch'; readonly batch: InvocationBatch }
  | { readonly kind: 'event'; readonly event: RunEvent }
  | { readonly kind: 'generator'; readonly sample: GeneratorSample }
  | { readonly kind: 'instances'; readonly records: readonly InstanceRecord[] }
  | { readonly kind: 'summary'; readonly summary: RunSummary }
  | { readonly kind: 'close'; readonly end: RunEnd };

/** One after the thread was started, the account after `close`. */
export type FromSink =
  | { readonly kind: 'opened' }
  /** An error of ours, taken apart: threads hand over no more of an error than its message. */
  | {
      readonly kind: 'refused';
      readonly code: ErrorCode;
      readonly message: string;
      readonly hint: string | undefined;
    }
  | { readonly kind: 'closed'; readonly receipt: SinkReceipt };
