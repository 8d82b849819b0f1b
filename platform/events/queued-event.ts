/** An event on its way to a function, what has become of it so far, and how both outlive the platform. */
import type { Invocation, InvocationOutcome } from '../instances/invocation.ts';
import type { Codec } from '../storage/data-store.ts';
import type { RetryDecision } from './retry-policy.ts';

export type AttemptOutcome =
  | 'done'
  | 'functionError'
  /** Throttled, or the platform could not start an instance. */
  | 'refused'
  /** Its reserved concurrency is 0: waiting would not help. */
  | 'switchedOff'
  /** The function is gone. */
  | 'undeliverable';

/** What ran, and what it answered. */
export interface EventRun {
  readonly version: string;
  readonly outcome: Exclude<InvocationOutcome, 'notStarted'>;
  readonly durationMs: number;
  /** JSON. */
  readonly payload: Buffer;
}

export interface Attempt {
  readonly outcome: AttemptOutcome;
  /** Undefined when the function did not run. */
  readonly run?: EventRun | undefined;
}

export type EventEnd =
  'done' | 'switchedOff' | 'functionDeleted' | Extract<RetryDecision, { kind: 'giveUp' }>['reason'];

/** Who wants to hear of one event, whatever is configured for its function. */
export interface Callback {
  readonly url: string;
  readonly callId: string;
}

export interface QueuedEvent {
  readonly functionName: string;
  readonly invocation: Invocation;
  /** In milliseconds since the Unix epoch, as all times of an event. */
  readonly queuedAtMs: number;
  /** Of an event by the plain route, which has one try. */
  readonly plain?: { readonly callback: Callback | undefined } | undefined;
}

export interface AttemptRecord {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** Interrupted: the platform ended meanwhile. */
  readonly outcome: AttemptOutcome | 'interrupted';
}

/** Where an event is with its attempts; before the first one has ended there is none. */
export interface EventProgress {
  readonly state:
    | { readonly kind: 'running'; readonly sinceMs: number }
    | { readonly kind: 'waiting'; readonly untilMs: number };
  readonly attempts: readonly AttemptRecord[];
  readonly lastRun: EventRun | undefined;
}

/** An event that is over. */
export interface FinishedEvent extends QueuedEvent {
  readonly end: EventEnd;
  readonly attempts: readonly AttemptRecord[];
  /** Attempts that reached the function and ended. */
  readonly runs: number;
  readonly lastRun: EventRun | undefined;
}

export const eventCodec: Codec<QueuedEvent> = {
  toJson: ({ invocation, ...event }) => ({ ...event, invocation: toJson(invocation) }),
  fromJson(json) {
    const { invocation, ...event } = json as Stored<
      Omit<QueuedEvent, 'invocation'>,
      'invocation',
      Invocation
    >;
    return { ...event, invocation: fromJson(invocation) };
  },
};

export const progressCodec: Codec<EventProgress> = {
  toJson: ({ lastRun, ...progress }) => ({ ...progress, lastRun: lastRun && toJson(lastRun) }),
  fromJson(json) {
    const { lastRun, ...progress } = json as Stored<Omit<EventProgress, 'lastRun'>, 'lastRun', EventRun>;
    return { ...progress, lastRun: lastRun && fromJson(lastRun) };
  },
};

type WithBytes = { readonly payload: Buffer };
type WithText<Value extends WithBytes> = Omit<Value, 'payload'> & { readonly payload: string };
type Stored<Rest, Name extends string, Value extends WithBytes> = Rest &
  Readonly<Record<Name, WithText<Value>>>;

/** Payloads are bytes: what is no text must come back as it was. */
function toJson<Value extends WithBytes>(value: Value): WithText<Value> {
  return { ...value, payload: value.payload.toString('base64') };
}

function fromJson<Value extends WithBytes>(value: WithText<Value>): Value {
  return { ...value, payload: Buffer.from(value.payload, 'base64') } as unknown as Value;
}
