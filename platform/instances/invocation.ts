/** One invocation, as it goes into an instance and as it comes out. */
import type { FleetRemoval } from '../policies/fleet/fleet-state.ts';
import type { ResponseSink } from '../runtime/response-sink.ts';

export interface Invocation {
  /** UUID. */
  readonly requestId: string;
  /** Version or alias by which the function was called, if it was. */
  readonly qualifier?: string | undefined;
  /** JSON. */
  readonly payload: Buffer;
  /** Whether the end of the log is wanted with the result. */
  readonly wantsLogTail: boolean;
  readonly traceId?: string | undefined;
  /** JSON. */
  readonly clientContext?: string | undefined;
  /** On whose behalf, where tenants are told apart. */
  readonly tenantId?: string | undefined;
  /** Takes the answer of a function that streams it; without one it comes whole, with the result. */
  readonly responseSink?: ResponseSink | undefined;
}

export type InvocationOutcome =
  /** The function answered. */
  | 'ok'
  /** The function failed: it threw, ended, or took too much memory. */
  | 'failed'
  | 'timedOut'
  /** No instance could be started for it: no fault of the function. */
  | 'notStarted';

export interface InvocationResult {
  readonly outcome: InvocationOutcome;
  /** JSON: the function's answer, or `{errorType, errorMessage, ...}`. Empty when the answer went to the sink. */
  readonly payload: Buffer;
  /** Undefined when the outcome is `ok`. */
  readonly errorType: string | undefined;
  /** Run time, to a hundredth of a millisecond. */
  readonly durationMs: number;
  readonly billedDurationMs: number;
  /** To a hundredth of a millisecond; undefined on a warm start. */
  readonly initDurationMs: number | undefined;
  /** Whether that was a restoration from a snapshot. Default: no. */
  readonly isRestored?: boolean;
  /** Undefined where the machine does not tell. */
  readonly maxMemoryUsedMiB: number | undefined;
  /** The last 4 KB of the log of this invocation; undefined when it was not wanted. */
  readonly logTail: Buffer | undefined;
}

/** Why an instance was removed. */
export type RemovalCause =
  FleetRemoval | 'timeout' | 'memory' | 'crash' | 'initError' | 'notStarted' | 'shutdown';
