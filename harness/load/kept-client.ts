/**
 * Keeps the client, and so its connections, from one play to the next of the same targets: a forced cold start must not
 * pay for a connection that its predecessor has left open.
 */
import type { Clock } from '../contract/clock.ts';
import type { InvocationTarget } from '../contract/target.ts';
import type { LoadOptions } from './load-options.ts';
import type { ExchangeListener, NativeClient } from './native/client.ts';
import { createNativeClient } from './native/create-client.ts';

export interface KeptClient {
  /** The client of these targets; another one is closed. */
  clientFor(targets: readonly InvocationTarget[]): Promise<NativeClient>;
  /** Who hears of the invocations from now on. */
  listen(listener: ExchangeListener): void;
}

export function createKeptClient(clock: Clock, options: LoadOptions): KeptClient {
  let listener: ExchangeListener = { sent: () => undefined, ended: () => undefined };
  let key = '';
  let client: NativeClient | undefined;
  const forward: ExchangeListener = {
    sent: (ticket, at) => listener.sent(ticket, at),
    ended: (ticket, exchange) => listener.ended(ticket, exchange),
  };
  return {
    async clientFor(targets) {
      const wanted = JSON.stringify(targets);
      if (client !== undefined && wanted === key) return client;
      await client?.close();
      const { maxConnections, maxBacklog, connectionReuse, protocol } = options;
      const limits = { maxConnections, maxBacklog, connectionReuse, protocol };
      client = createNativeClient({ clock, listener: forward, targets, ...limits });
      key = wanted;
      return client;
    },
    listen(next) {
      listener = next;
    },
  };
}
