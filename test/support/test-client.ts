/** The native client with a listener that hands every exchange out as a promise. */
import { type Clock, createMonotonicClock } from '../../harness/contract/clock.ts';
import type { InvocationTarget } from '../../harness/contract/target.ts';
import type { Exchange, NativeClient, NativeClientOptions } from '../../harness/load/native/client.ts';
import { createNativeClient } from '../../harness/load/native/create-client.ts';

/** A copy: the exchange itself is valid only while the client calls. */
export interface Ended extends Pick<
  Exchange,
  'kind' | 'status' | 'error' | 'firstByteAt' | 'endedAt' | 'connectNanos' | 'tlsNanos'
> {
  readonly body: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** NaN when it never got a connection. */
  readonly sentAt: number;
}

export interface TestClient {
  readonly client: NativeClient;
  readonly clock: Clock;
  /** Sends to the target at that position; fails when the backlog is full. */
  readonly invoke: (target?: number) => Promise<Ended>;
}

export interface TestClientOptions extends Partial<Omit<NativeClientOptions, 'targets' | 'listener'>> {
  readonly target: Partial<InvocationTarget> & Pick<InvocationTarget, 'origin'>;
  /** The headers to copy from an answer. */
  readonly headers?: readonly string[];
}

export function createTestClient({ target, headers = [], ...options }: TestClientOptions): TestClient {
  const clock = options.clock ?? createMonotonicClock();
  const waiting = new Map<number, (ended: Ended) => void>();
  const sentAt = new Map<number, number>();
  let ticket = 0;
  const client = createNativeClient({
    maxConnections: 100,
    maxBacklog: 100,
    ...options,
    clock,
    targets: [
      {
        path: '/',
        method: 'GET',
        headers: {},
        body: '',
        dialect: 'plain',
        timeoutMs: 10_000,
        ...target,
      },
    ],
    listener: {
      sent: (which, at) => {
        if (sentAt.has(which)) throw new Error(`ticket ${which} was sent twice`);
        sentAt.set(which, at);
      },
      ended: (which, exchange) => {
        const resolve = waiting.get(which);
        if (resolve === undefined) throw new Error(`ticket ${which} ended twice, or was never sent`);
        waiting.delete(which);
        const { kind, status, error, firstByteAt, endedAt, connectNanos, tlsNanos } = exchange;
        resolve({
          kind,
          status,
          error,
          firstByteAt,
          endedAt,
          connectNanos,
          tlsNanos,
          body: exchange.body().toString('utf8'),
          headers: Object.fromEntries(headers.map((name) => [name, exchange.header(name)])),
          sentAt: sentAt.get(which) ?? Number.NaN,
        });
      },
    },
  });
  return {
    client,
    clock,
    invoke: (which = 0) =>
      new Promise((resolve, reject) => {
        const mine = ticket++;
        waiting.set(mine, resolve);
        if (client.send(which, mine)) return;
        waiting.delete(mine);
        reject(new Error('the backlog is full'));
      }),
  };
}
