/** What our own engine is told to play in a process of its own, and what comes of it. */
import type { ArrivalSpec } from '../../../harness/contract/arrivals.ts';
import type { SinkReceipt } from '../../../harness/contract/sink.ts';
import type { Pacing } from '../../../harness/load/load-options.ts';

export interface NativeOrder {
  readonly url: string;
  readonly load:
    | { readonly model: 'open'; readonly arrivals: ArrivalSpec }
    | { readonly model: 'closed'; readonly connections: number; readonly seconds: number };
  readonly workers?: number;
  readonly pacing?: Pacing;
  /** Invocations that started earlier than this after the first are played, and left out of the delays. */
  readonly settleSeconds?: number;
  /** How often the memory is looked at; it is always looked at once, at the end. */
  readonly memoryEverySeconds?: number;
  /** Streams the run there meanwhile. */
  readonly influx?: { readonly address: string; readonly spool: string };
}

export const scheduleSeed = 7;

export interface NativeReport {
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** Of the response time, from the intended start. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  /** Of those in the open model. */
  readonly sendDelayP50Us: number;
  readonly sendDelayP99Us: number;
  readonly scheduled: number;
  readonly dropped: number;
  /** Indexes of the schedule without a record. */
  readonly lost: number;
  /** Records of an index that had one. */
  readonly duplicated: number;
  /** Records that did not end `ok`. */
  readonly notOk: number;
  readonly mostConnections: number;
  readonly peakMemoryMiB: number;
  /** When the first invocation was meant to start, on the machine's monotonic clock. */
  readonly firstStart: number;
  readonly memory: readonly MemorySample[];
  /** What the stream did with it; null where there was none. */
  readonly receipt: SinkReceipt | null;
}

export interface MemorySample {
  readonly atSeconds: number;
  readonly rssMiB: number;
  /** Of the main thread. */
  readonly heapMiB: number;
  readonly arrayBuffersMiB: number;
}
