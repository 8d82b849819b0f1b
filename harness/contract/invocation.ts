/**
 * The record of one invocation: what the client saw, how it was labelled and what the function and the provider
 * said. Records are immutable; latency, histograms, cost and the scale-out curve are all derived from them.
 */
import type { Millis, Nanos } from './units.ts';

/**
 * How an invocation ended.
 *
 * - `ok`: the expected answer came.
 * - `incorrect`: an answer came, but it failed the function's output check.
 * - `failed`: the function or the platform answered with an error, or the connection broke.
 * - `throttled`: the platform refused it for lack of capacity (429).
 * - `timedOut`: the function's or the client's time limit passed.
 * - `dropped`: the generator never sent it.
 */
export const outcomes = ['ok', 'failed', 'throttled', 'timedOut', 'dropped', 'incorrect'] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * Whether the invocation waited for a new instance. A provider that does not tell is not guessed at.
 *
 * - `cold`: it waited for a new instance, and was its first invocation.
 * - `coldWaiter`: it waited for a new instance as well, behind another or beside it.
 */
export const startKinds = ['cold', 'warm', 'unknown', 'coldWaiter'] as const;
export type StartKind = (typeof startKinds)[number];

/**
 * What a start kind rests on, never latency.
 *
 * - `probe`: the function counted the invocations of its instance.
 * - `provider`: the provider reported an initialisation for this invocation.
 * - `none`: nobody said; the start kind is `unknown`.
 */
export const startEvidences = ['none', 'probe', 'provider'] as const;
export type StartEvidence = (typeof startEvidences)[number];

export interface Invocation {
  /** The phase of the run that it belongs to ({@link RunManifest.phases}). */
  readonly phase: string;
  /** The scenario's name of the function. */
  readonly function: string;
  /** Position in the phase's schedule, from 0. */
  readonly index: number;
  /** Which repetition of the phase, from 0. */
  readonly repetition: number;
  /** When the schedule wanted it to start. All four instants are on the run's clock. */
  readonly intendedStart: Nanos;
  /** When the generator handed it to the network; undefined when dropped. */
  readonly sentAt: Nanos | undefined;
  /** When the first byte of the answer arrived; undefined when none did. */
  readonly firstByteAt: Nanos | undefined;
  /** When the last byte arrived, or when the attempt was given up. */
  readonly endedAt: Nanos;
  readonly outcome: Outcome;
  readonly start: StartKind;
  readonly evidence: StartEvidence;
  /** Tries on the wire; 0 when it was dropped, above 1 where the scenario asks for retries. */
  readonly attempts: number;
  /** HTTP status; 0 without an answer. */
  readonly status: number;
  /** Identity of the instance that ran it, made by the function with its first invocation. */
  readonly instance: string | undefined;
  /** The provider's id of the invocation. */
  readonly requestId: string | undefined;
  /** Why it did not end `ok`: the function's error type and message, or the client's error code. */
  readonly error: string | undefined;
  /** Time the instance took to initialise. Only on a cold start. */
  readonly initDurationMs: Millis | undefined;
  /** Time in the handler, by the function's own clock. */
  readonly handlerDurationMs: Millis | undefined;
  /** When the handler began, since the Unix epoch by the clock of its instance, which may be any distance from ours. */
  readonly handlerStartedAtEpochMs: Millis | undefined;
  /** What the provider bills, in its own rounding, where it says so. */
  readonly billedDurationMs: Millis | undefined;
  /** Peak memory of the instance, by the provider. */
  readonly maxMemoryUsedMiB: number | undefined;
  /** Name resolution and TCP connection. Only where the invocation opened its connection. */
  readonly connectDurationMs: Millis | undefined;
  /** TLS handshake. Only where the invocation opened its connection. */
  readonly tlsDurationMs: Millis | undefined;
}

/** `endedAt - intendedStart`: what a caller on schedule waits. The headline. */
export function responseTime(invocation: Pick<Invocation, 'endedAt' | 'intendedStart'>): Nanos {
  return invocation.endedAt - invocation.intendedStart;
}

/** `endedAt - sentAt`: what the platform and the network took. Undefined when it was never sent. */
export function serviceTime(invocation: Pick<Invocation, 'endedAt' | 'sentAt'>): Nanos | undefined {
  return invocation.sentAt === undefined ? undefined : invocation.endedAt - invocation.sentAt;
}

/** `sentAt - intendedStart`: the generator's own lateness. Undefined when it was never sent. */
export function sendDelay(invocation: Pick<Invocation, 'sentAt' | 'intendedStart'>): Nanos | undefined {
  return invocation.sentAt === undefined ? undefined : invocation.sentAt - invocation.intendedStart;
}
