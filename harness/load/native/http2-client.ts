/**
 * The client for HTTP/2, over Node's own. A connection carries many invocations at once: fewer connections are opened,
 * and one that is opened is opened for the first invocation that needs it. What is measured is the same.
 */
import type { Clock } from '../../contract/clock.ts';
import type { Nanos } from '../../contract/units.ts';
import type { NativeClient, NativeClientOptions } from './client.ts';
import { defaultMaxBodyBytes } from './client-defaults.ts';
import { Endpoint } from './endpoint.ts';
import type { Http2Request } from './http2-connection.ts';
import { Http2Invocation } from './http2-invocation.ts';
import { Http2Pool } from './http2-pool.ts';
import { toHttp2Headers } from './http2-headers.ts';
import { InFlight } from './in-flight.ts';
import { parseOrigin } from './origin.ts';

/** @throws FaasmarkError `SCENARIO_INVALID` for an origin, a path or a header that cannot be sent. */
export function createHttp2Client(options: NativeClientOptions): NativeClient {
  return new Http2Client(options);
}

class Http2Client implements NativeClient {
  readonly #options: NativeClientOptions;
  readonly #clock: Clock;
  readonly #inFlight: InFlight<Http2Invocation>;
  readonly #requests: Http2Request[];
  readonly #pools = new Map<string, Http2Pool>();

  constructor(options: NativeClientOptions) {
    const { clock, listener, targets } = options;
    this.#options = options;
    this.#clock = clock;
    this.#inFlight = new InFlight(listener, targets, () => new Http2Invocation());
    this.#requests = targets.map((target) => ({
      headers: toHttp2Headers(target, target.headers),
      body: target.method === 'POST' ? target.body : '',
    }));
    for (const { origin } of targets) {
      if (this.#pools.has(origin)) continue;
      const pool = new Http2Pool({
        clock,
        endpoint: new Endpoint(parseOrigin(origin), options),
        inFlight: this.#inFlight,
        requests: this.#requests,
        maxBodyBytes: options.maxBodyBytes ?? defaultMaxBodyBytes,
        maxConnections: options.maxConnections,
        reuses: options.connectionReuse !== 'fresh',
      });
      this.#pools.set(origin, pool);
    }
  }

  get inFlight(): number {
    return this.#inFlight.count;
  }

  get connections(): number {
    let sum = 0;
    for (const pool of this.#pools.values()) sum += pool.connections;
    return sum;
  }

  send(target: number, ticket: number): boolean {
    const pool = this.#pools.get(this.#options.targets[target]?.origin ?? '') as Http2Pool;
    if (pool.isFull && this.#waiting() >= this.#options.maxBacklog) return false;
    const now = this.#clock.now();
    pool.place(this.#inFlight.begin(target, ticket, now), now);
    return true;
  }

  update(target: number, headers: Readonly<Record<string, string>>): void {
    const before = this.#requests[target];
    const described = this.#options.targets[target];
    if (before === undefined || described === undefined) return;
    this.#requests[target] = { headers: toHttp2Headers(described, headers), body: before.body };
  }

  expire(now: Nanos): void {
    this.#inFlight.expire(now);
  }

  abandon(reason: string): void {
    this.#inFlight.abandon(this.#clock.now(), reason);
  }

  async close(): Promise<void> {
    this.abandon('CLOSED: the client was closed');
    await Promise.all(Array.from(this.#pools.values(), (pool) => pool.close()));
  }

  #waiting(): number {
    let sum = 0;
    for (const pool of this.#pools.values()) sum += pool.waiting;
    return sum;
  }
}
