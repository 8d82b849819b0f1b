/** One connection of autocannon: what it sends and what comes of it becomes records. */
import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { Client } from 'autocannon';
import type { Clock } from '../../contract/clock.ts';
import type { InvocationBatchBuilder } from '../../contract/batch-builder.ts';
import { type Outcome, outcomes } from '../../contract/invocation.ts';
import type { InvocationTarget } from '../../contract/target.ts';
import type { Nanos } from '../../contract/units.ts';
import { type AnswerReading, isBareAnswer, readAnswer } from '../../measure/read-answer.ts';

/** What its types leave out of the client, of which we need a little more than they promise. */
export interface AutocannonClient extends Client {
  readonly conn: Socket;
  readonly reqsMade: number;
  /** Its client ends itself instead of sending more than this. */
  responseMax?: number;
  /** In milliseconds; as an option it would be a second at least. */
  timeout: number;
  destroy(): void;
}

export interface WatchedClient {
  readonly isWaiting: boolean;
  /** Sends nothing more; ends when it has its answer. */
  finish(): void;
  /** Ends now; what it waits for has failed. */
  abandon(error: string): void;
  update(headers: Readonly<Record<string, string>>): void;
}

export interface ClientParts {
  readonly clock: Clock;
  readonly target: InvocationTarget;
  readonly batch: InvocationBatchBuilder;
  /** Position of the next invocation. */
  readonly nextIndex: () => number;
  readonly onSent: () => void;
}

interface Flight {
  readonly index: number;
  readonly sentAt: Nanos;
  firstByteAt: Nanos;
}

/** To be called from autocannon's `setupClient`: before the client sends its first request. */
export function watchClient(client: AutocannonClient, parts: ClientParts): WatchedClient {
  const { clock, target, batch } = parts;
  const events: EventEmitter = client;
  let flight: Flight | undefined;
  /** Replaced by another request; why is told in the same turn. */
  let late: Flight | undefined;
  /** The connection ends with this answer. */
  let isClosing = false;
  let answer: Pick<Answered, 'body' | 'headers'> = { body: '', headers: {} };

  const record = (of: Flight, status: number, told: Told): void => {
    const outcome = outcomes.indexOf(told.outcome);
    // A closed loop has no schedule: an invocation is meant to start when it does.
    const row = batch.append(of.index, of.sentAt, of.sentAt, of.firstByteAt, clock.now(), outcome, status, 1);
    if (told.reading !== undefined) batch.label(row, told.reading.start, told.reading.evidence);
    if (told.reading !== undefined || told.error !== undefined) {
      batch.tell(row, { ...told.reading, error: told.error });
    }
  };

  const fail = (of: Flight | undefined, outcome: Outcome, error: string): void => {
    if (of !== undefined) record(of, 0, { outcome, error, reading: undefined });
  };

  client.timeout = target.timeoutMs;
  client.setRequests([
    {
      method: target.method,
      headers: { ...target.headers },
      body: target.body,
      onResponse: (_status, body, _context, headers) => void (answer = { body, headers: headers ?? {} }),
    },
  ]);
  events.on('request', () => {
    if (isClosing) {
      // autocannon writes on a connection that is about to end, and again on the next one: only that is one.
      isClosing = false;
      return;
    }
    // Another request before an answer: the connection has ended, or the time limit has passed, which it tells next.
    const replaced = flight;
    flight = { index: parts.nextIndex(), sentAt: clock.now(), firstByteAt: Number.NaN };
    parts.onSent();
    if (replaced === undefined) return;
    late = replaced;
    queueMicrotask(() => {
      fail(late, 'failed', 'ECONNRESET: the connection ended before the answer');
      late = undefined;
    });
  });
  events.on('timeout', () => {
    // The last of a client that has finished is not replaced.
    const of = late ?? flight;
    if (late === undefined) flight = undefined;
    late = undefined;
    fail(of, 'timedOut', `Client: no answer in ${target.timeoutMs} ms`);
  });
  events.on('connError', (error: NodeJS.ErrnoException) => {
    fail(flight, 'failed', `${error.code ?? 'ERROR'}: ${error.message}`);
    flight = undefined;
  });
  events.on('headers', (head: { readonly shouldKeepAlive: boolean }) => {
    isClosing = !head.shouldKeepAlive;
    if (flight !== undefined && Number.isNaN(flight.firstByteAt)) flight.firstByteAt = clock.now();
  });
  events.on('response', (status: number) => {
    if (flight !== undefined) record(flight, status, read({ status, ...answer }, target));
    flight = undefined;
  });

  return {
    get isWaiting() {
      return flight !== undefined;
    },
    finish: () => void (client.responseMax = client.reqsMade),
    abandon(error) {
      fail(flight, 'failed', error);
      flight = undefined;
      client.destroy();
    },
    update: (headers) => client.setHeaders({ ...headers }),
  };
}

interface Answered {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

interface Told {
  readonly outcome: Outcome;
  readonly error: string | undefined;
  readonly reading: AnswerReading | undefined;
}

function read({ status, body, headers }: Answered, target: InvocationTarget): Told {
  const lowered = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const answer = {
    status,
    header(name: string): string | undefined {
      const value = lowered.get(name);
      return Array.isArray(value) ? value.join(', ') : value;
    },
    bodyLength: Buffer.byteLength(body),
    body: () => Buffer.from(body),
  };
  if (isBareAnswer(answer, target)) return { outcome: 'ok', error: undefined, reading: undefined };
  const reading = readAnswer(answer, target);
  return { outcome: reading.outcome, error: reading.error, reading };
}
