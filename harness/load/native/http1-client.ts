/** The client for HTTP/1.1: as many connections as there are invocations at once, each carrying one at a time. */
import type { Nanos } from '../../contract/units.ts';
import type { Clock } from '../../contract/clock.ts';
import type { NativeClient, NativeClientOptions } from './client.ts';
import { defaultMaxBodyBytes } from './client-defaults.ts';
import { ConnectionPool } from './connection-pool.ts';
import { Endpoint } from './endpoint.ts';
import { InFlight } from './in-flight.ts';
import { parseOrigin } from './origin.ts';
import { PendingInvocation } from './pending-invocation.ts';
import { RequestSource } from './request-source.ts';

/** What one read can take: as much as libuv would offer by itself. */
const readBytes = 64 * 1024;

/** @throws FaasmarkError `SCENARIO_INVALID` for an origin, a path or a header that cannot be sent. */
export function createHttp1Client(options: NativeClientOptions): NativeClient {
  return new Http1Client(options);
}

class Http1Client implements NativeClient {
  readonly #clock: Clock;
  readonly #inFlight: InFlight;
  readonly #requests: RequestSource;
  readonly #pools: readonly ConnectionPool[];
  readonly #poolOfTarget: readonly ConnectionPool[];
  readonly #maxBacklog: number;

  constructor(options: NativeClientOptions) {
    const { clock, listener, targets, maxConnections } = options;
    const origins = targets.map(({ origin }) => parseOrigin(origin));
    this.#clock = clock;
    this.#maxBacklog = options.maxBacklog;
    this.#inFlight = new InFlight(listener, targets, () => new PendingInvocation());
    this.#requests = new RequestSource(
      options,
      origins.map(({ authority }) => authority),
    );
    const shared = {
      clock,
      inFlight: this.#inFlight,
      requests: this.#requests,
      readBuffer: Buffer.allocUnsafeSlow(readBytes),
      maxBodyBytes: options.maxBodyBytes ?? defaultMaxBodyBytes,
      maxConnections,
      reuses: options.connectionReuse !== 'fresh',
    };
    const pools = new Map<string, ConnectionPool>();
    this.#poolOfTarget = targets.map(({ origin }, i) => {
      const known = pools.get(origin);
      if (known !== undefined) return known;
      const endpoint = new Endpoint(origins[i] ?? parseOrigin(origin), options);
      const pool = new ConnectionPool({ ...shared, endpoint });
      pools.set(origin, pool);
      return pool;
    });
    this.#pools = [...pools.values()];
  }

  get inFlight(): number {
    return this.#inFlight.count;
  }

  get connections(): number {
    let sum = 0;
    for (const pool of this.#pools) sum += pool.connections;
    return sum;
  }

  send(target: number, ticket: number): boolean {
    const pool = this.#poolOfTarget[target] as ConnectionPool;
    if (pool.isFull && this.#isBacklogFull()) return false;
    const now = this.#clock.now();
    pool.place(this.#inFlight.begin(target, ticket, now), now);
    return true;
  }

  update(target: number, headers: Readonly<Record<string, string>>): void {
    this.#requests.update(target, headers);
  }

  expire(now: Nanos): void {
    this.#inFlight.expire(now);
  }

  abandon(reason: string): void {
    this.#inFlight.abandon(this.#clock.now(), reason);
  }

  async close(): Promise<void> {
    this.abandon('CLOSED: the client was closed');
    await Promise.all(this.#pools.map((pool) => pool.close()));
  }

  #isBacklogFull(): boolean {
    let waiting = 0;
    for (const pool of this.#pools) waiting += pool.waiting;
    return waiting >= this.#maxBacklog;
  }
}
