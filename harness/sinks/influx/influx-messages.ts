/** What the main thread and the InfluxDB thread say to each other. */
import type { InvocationBatch } from '../../contract/invocation-batch.ts';
import type { InstanceRecord } from '../../contract/provider.ts';
import type { GeneratorSample, RunEnd, RunEvent, RunManifest, SinkReceipt } from '../../contract/sink.ts';
import type { RunSummary } from '../../contract/summary.ts';
import type { InfluxOptions } from './influx-options.ts';
import type { Rates } from './rates.ts';

/** `workerData` of the thread. */
export interface InfluxWorkerData {
  readonly manifest: RunManifest;
  readonly options: InfluxOptions;
  readonly directory: string;
  readonly rates: Rates | undefined;
}

export type ToInflux =
  | { readonly kind: 'batch'; readonly batch: InvocationBatch }
  | { readonly kind: 'event'; readonly event: RunEvent }
  | { readonly kind: 'generator'; readonly sample: GeneratorSample }
  | { readonly kind: 'instances'; readonly records: readonly InstanceRecord[] }
  | { readonly kind: 'summary'; readonly summary: RunSummary }
  | { readonly kind: 'close'; readonly end: RunEnd };

/** The only message that comes back: the account, after `close`. */
export type FromInflux = SinkReceipt;
