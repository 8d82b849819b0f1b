/** Where samples go while the run lasts: the run directory, InfluxDB, a live view. */
import type { BillingTerms } from './billing.ts';
import type { InvocationBatch } from './invocation-batch.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import type { Phase } from './phase.ts';
import type { InstanceRecord, IsolationLevel, ProviderDescription } from './provider.ts';
import type { RunSummary } from './summary.ts';
import type { ThresholdSpec } from './threshold.ts';
import type { Millis, Nanos } from './units.ts';

/** What a run is: written before the first invocation, and enough to repeat it. Holds no secret. */
export interface RunManifest {
  readonly schema: 'faasmark/manifest/1';
  readonly runId: string;
  readonly scenario: string;
  /** The scenario after defaults, as JSON. */
  readonly scenarioSource: unknown;
  readonly seed: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Wall-clock time at instant 0 of the run's clock, in milliseconds since the Unix epoch. */
  readonly epochMsAtOrigin: Millis;
  readonly provider: ProviderDescription;
  readonly functions: readonly DeployedFunction[];
  /** Optional ones that could not be deployed, and why; absent: none. */
  readonly leftOut?: readonly LeftOutFunction[];
  /** Those that are known before the first invocation; an experiment may add more, see {@link Sink.phases}. */
  readonly phases: readonly Phase[];
  readonly generator: GeneratorTerms;
  /** By which terms the run is priced. */
  readonly billing: BillingTerms;
  /** What the scenario demands of the result. */
  readonly thresholds: readonly ThresholdSpec[];
  readonly versions: Readonly<Record<string, string>>;
  readonly machine: Readonly<Record<string, string | number>>;
}

/** What sends the load, and how late it may be. */
export interface GeneratorTerms {
  readonly engine: string;
  /** A p99 send delay up to this never marks a phase as generator-limited. */
  readonly maxSendDelayMs: Millis;
}

export interface DeployedFunction {
  readonly name: string;
  readonly runtime: string;
  readonly memoryMiB: number;
  readonly architecture: string;
  readonly deployDurationMs: Millis;
  /** What holds its instances apart, where the scenario chooses it. */
  readonly isolation?: IsolationLevel | undefined;
  /** By which its package was made larger. */
  readonly fillerMiB?: number | undefined;
}

export interface LeftOutFunction {
  readonly name: string;
  readonly isolation?: IsolationLevel | undefined;
  readonly reason: string;
}

/** Something that happened at an instant of the run, for the time axes of every chart. */
export interface RunEvent {
  readonly at: Nanos;
  readonly kind: 'run' | 'deploy' | 'phase' | 'fault' | 'abort' | 'remove';
  readonly title: string;
  readonly text?: string;
}

/** How the generator itself did in one second. */
export interface GeneratorSample {
  readonly at: Nanos;
  readonly worker: string;
  /** How the sender waited for what was due; `closed` where nothing was, `none` for an engine that does not say. */
  readonly pacing: string;
  readonly scheduled: number;
  readonly sent: number;
  readonly dropped: number;
  readonly inFlight: number;
  /** Open connections. */
  readonly connections: number;
  readonly sendDelayMaxMs: Millis;
  readonly eventLoopDelayP99Ms: Millis;
  /** Share of the time in which the sending thread did not wait, 0 to 1. */
  readonly eventLoopUtilization: number;
  /** Of the whole process; 100 is one core. */
  readonly cpuPercent: number;
  /** Time in garbage collection. */
  readonly gcPauseMs: Millis;
}

/** How a run ended. */
export interface RunEnd {
  readonly at: Nanos;
  readonly outcome: 'completed' | 'aborted' | 'failed';
  /** The reason, unless it completed. */
  readonly reason?: string;
}

/** What a sink did with what it was offered, in its own unit (`lines`, `invocations`). */
export interface SinkReceipt {
  readonly sink: string;
  readonly unit: string;
  readonly offered: number;
  readonly acknowledged: number;
  readonly rejected: number;
  /** Kept on disk, to be sent later. */
  readonly spooled: number;
  /** Invocations that it was never offered, because its queue was full. Absent when there were none. */
  readonly skipped?: number;
  /** One line for the user when not everything arrived. */
  readonly note?: string;
}

/** Takes everything a run produces. No method may slow the load: slow work belongs in a worker thread. */
export interface Sink {
  open(run: RunManifest): Promise<void>;
  /** Phases that follow from what was measured: planned after `open`, before the first of them is played. */
  phases(phases: readonly Phase[]): void;
  write(batch: InvocationBatch): void;
  event(event: RunEvent): void;
  generator(sample: GeneratorSample): void;
  instances(records: readonly InstanceRecord[]): void;
  /** What functions wrote down, once the load is over; absent: it does not keep it. */
  ledger?(entries: readonly LedgerEntry[]): void;
  /** The result, once the load is over; comes before `close`, and not at all when the run failed before any load. */
  summary(summary: RunSummary): void;
  close(end: RunEnd): Promise<SinkReceipt>;
}

/** Ability of a sink that writes from a thread of its own. */
export interface ReportsBacklog {
  /** Invocations that wait for it. */
  backlog(): number;
}

export function reportsBacklog<One extends object>(sink: One): sink is One & ReportsBacklog {
  return 'backlog' in sink;
}
