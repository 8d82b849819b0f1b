/**
 * Sends invocations over HTTP/1.1 and stamps their answers. Connections are kept and reused; an invocation that finds
 * none free gets a new one, so that no invocation waits for the answer of another.
 */
import { type Dispatcher, Pool } from 'undici';
import type { Clock } from '../contract/clock.ts';
import { errorCodeOf, messageOf } from '../contract/errors.ts';
import type { InvocationTarget } from '../contract/target.ts';
import { type Nanos, fromMillis } from '../contract/units.ts';
import type { Answer } from '../measure/read-answer.ts';

/** How an exchange ended; `firstByteAt` is there as soon as the head of an answer arrived. */
export type Exchange = { readonly firstByteAt: Nanos | undefined; readonly endedAt: Nanos } & (
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'timedOut' }
  | { readonly kind: 'broken'; readonly error: string }
);

export interface HttpClient {
  readonly inFlight: number;
  send(
    target: InvocationTarget,
    headers: Readonly<Record<string, string>>,
    done: (exchange: Exchange) => void,
  ): void;
  /** Gives up what has passed its time limit. To be called every few milliseconds while something is in flight. */
  expire(): void;
  /** Gives up everything that is in flight; each exchange ends as `broken` with `reason`. */
  abandon(reason: string): void;
  close(): Promise<void>;
}

interface Pending {
  readonly expiresAt: Nanos;
  giveUp(kind: 'timedOut' | 'broken', reason: string): void;
}

export function createHttpClient(clock: Clock): HttpClient {
  const pools = new Map<string, Pool>();
  const pending = new Set<Pending>();

  const poolOf = (origin: string): Pool => {
    const known = pools.get(origin);
    if (known) return known;
    // Our own time limit covers the whole exchange: undici's two would cut it differently.
    const pool = new Pool(origin, { connections: null, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
    pools.set(origin, pool);
    return pool;
  };

  return {
    get inFlight() {
      return pending.size;
    },
    send(target, headers, done) {
      const exchange = createExchange(clock, target, pending, done);
      pending.add(exchange);
      const { path, method, body } = target;
      poolOf(target.origin).dispatch(
        { path, method, headers, body: method === 'POST' ? body : null },
        exchange.handler,
      );
    },
    expire() {
      const now = clock.now();
      for (const one of pending) {
        if (one.expiresAt <= now) one.giveUp('timedOut', 'no answer in time');
      }
    },
    abandon(reason) {
      for (const one of pending) one.giveUp('broken', reason);
    },
    async close() {
      await Promise.all(Array.from(pools.values(), (pool) => pool.destroy()));
    },
  };
}

function createExchange(
  clock: Clock,
  target: InvocationTarget,
  pending: Set<Pending>,
  done: (exchange: Exchange) => void,
): Pending & { readonly handler: Dispatcher.DispatchHandler } {
  let controller: Dispatcher.DispatchController | undefined;
  let firstByteAt: Nanos | undefined;
  let status = 0;
  let headers: Answer['headers'] = {};
  const chunks: Buffer[] = [];

  const end = (
    how: { kind: 'answered'; answer: Answer } | { kind: 'timedOut' } | { kind: 'broken'; error: string },
  ): void => {
    // Giving up makes undici report an error for the same exchange: only the first end counts.
    if (pending.delete(exchange)) done({ ...how, firstByteAt, endedAt: clock.now() });
  };

  const exchange: Pending & { readonly handler: Dispatcher.DispatchHandler } = {
    expiresAt: clock.now() + fromMillis(target.timeoutMs),
    giveUp(kind, reason) {
      end(kind === 'timedOut' ? { kind } : { kind, error: reason });
      controller?.abort(new Error(reason));
    },
    handler: {
      onRequestStart(started) {
        controller = started;
        // Given up while it was still waiting for its connection.
        if (!pending.has(exchange)) started.abort(new Error('given up'));
      },
      onResponseStart(_, statusCode, responseHeaders) {
        firstByteAt = clock.now();
        status = statusCode;
        headers = responseHeaders;
      },
      onResponseData(_, chunk) {
        chunks.push(chunk);
      },
      onResponseEnd() {
        const body = Buffer.concat(chunks).toString('utf8');
        end({ kind: 'answered', answer: { status, headers, body } });
      },
      onResponseError(_, error) {
        end({ kind: 'broken', error: `${errorCodeOf(error) ?? error.name}: ${messageOf(error)}` });
      },
    },
  };
  return exchange;
}
