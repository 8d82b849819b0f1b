/** A phase: one stretch of load on one function. */
import type { EngineName, LoadModel } from './load-model.ts';
import type { Millis } from './units.ts';

export type PhaseRole = 'warmUp' | 'measure';

export interface Phase {
  readonly id: string;
  /** The experiment of the scenario that it belongs to. */
  readonly experiment: string;
  readonly role: PhaseRole;
  readonly function: string;
  readonly load: LoadModel;
  readonly planned: PlannedLoad;
  /** Seed of the arrivals. */
  readonly seed: number;
  /** How often the load is played. */
  readonly repetitions: number;
  /** What is done before every repetition. */
  readonly before: Preparation;
  /** What is done to the provider while the load is played. */
  readonly during: Disturbance;
  /** Phases of one group are played at once. */
  readonly group: string;
  /**
   * Groups of one name take turns: the first repetition of each, then the second of each, every round in an order of its
   * own. What drifts meanwhile drifts for all of them. Absent: a group is played to its end.
   */
  readonly turns?: string;
  /** What each invocation gets; absent: the function's own event. */
  readonly event?: PhaseEvent;
  /** Nobody waits for the result: what is answered is that the event was taken. Absent: false. */
  readonly isAsync?: boolean;
  /** What sends the load; absent: the engine of the run. */
  readonly engine?: EngineName;
}

export type PhaseEvent =
  | { readonly kind: 'value'; readonly value: Readonly<Record<string, unknown>> }
  /** As `ledger`, the address of the run's own, which the function writes to. */
  | { readonly kind: 'ledger'; readonly holdMs: Millis }
  /** As `payload`, a text of so many bytes. */
  | { readonly kind: 'payload'; readonly bytes: number }
  /** As `urls`, the addresses of functions of the run, with a payload of so many bytes that they pass on. */
  | { readonly kind: 'calls'; readonly functions: readonly string[]; readonly payloadBytes: number };

export type Preparation =
  | { readonly kind: 'nothing' }
  /** Needs a deployment that forces cold starts. */
  | { readonly kind: 'discardInstances' }
  /** The function is not invoked for so long, by the provider's own time: one that runs accelerated takes less. */
  | { readonly kind: 'idle'; readonly forMs: Millis };

export type Disturbance =
  | { readonly kind: 'nothing' }
  /** One instance after the other, busy or not. Needs a deployment that kills instances. */
  | { readonly kind: 'killInstances'; readonly everyMs: Millis };

/** What one repetition comes to, known before it is played. */
export interface PlannedLoad {
  /** Null in the closed model: the target decides. */
  readonly invocations: number | null;
  /** 0 for a burst. */
  readonly durationMs: Millis;
}

/** Each sample alone, after its instances were discarded: it waits for its own instance and for nothing else. */
export function isForcedColdStart({ before, load }: Phase): boolean {
  return (
    before.kind === 'discardInstances' &&
    load.model === 'open' &&
    load.arrivals.kind === 'burst' &&
    load.arrivals.count === 1
  );
}

/** Many at once: what it says is how the platform grows. */
export function isBurst({ load }: Phase): boolean {
  return load.model === 'open' && load.arrivals.kind === 'burst' && load.arrivals.count > 1;
}

/** Many at once, and no instance that is left from before. */
export function isScaleOut(phase: Phase): boolean {
  return phase.before.kind === 'discardInstances' && isBurst(phase);
}

/** Load over time. */
export function isSteady({ load }: Phase): boolean {
  return load.model === 'closed' || load.arrivals.kind !== 'burst';
}

/** Invocations a second that the plan asks for; null where it asks for none: a burst, the closed model. */
export function targetRate({ planned: { invocations, durationMs } }: Phase): number | null {
  return invocations === null || durationMs === 0 ? null : invocations / (durationMs / 1000);
}
