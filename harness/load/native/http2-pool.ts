/** The HTTP/2 connections to one origin, and the invocations that wait for room on one. */
import type { Clock } from '../../contract/clock.ts';
import type { Nanos } from '../../contract/units.ts';
import type { Endpoint } from './endpoint.ts';
import { Http2Connection, type Http2ConnectionOwner, type Http2Request } from './http2-connection.ts';
import type { Http2Invocation } from './http2-invocation.ts';
import type { InFlight } from './in-flight.ts';
import { LinkedList } from './linked-list.ts';
import type { PendingInvocation } from './pending-invocation.ts';

export interface Http2PoolParts {
  readonly clock: Clock;
  readonly endpoint: Endpoint;
  readonly inFlight: InFlight<Http2Invocation>;
  /** By target; renewed in place. */
  readonly requests: readonly Http2Request[];
  readonly maxBodyBytes: number;
  readonly maxConnections: number;
  readonly reuses: boolean;
}

export class Http2Pool implements Http2ConnectionOwner {
  readonly clock: Clock;
  readonly endpoint: Endpoint;
  readonly maxBodyBytes: number;
  readonly maxInvocations: number;
  readonly #parts: Http2PoolParts;
  readonly #open = new Set<Http2Connection>();
  readonly #waiting = new LinkedList<PendingInvocation>();
  #onAllClosed: (() => void) | undefined;

  constructor(parts: Http2PoolParts) {
    this.#parts = parts;
    this.clock = parts.clock;
    this.endpoint = parts.endpoint;
    this.maxBodyBytes = parts.maxBodyBytes;
    this.maxInvocations = parts.reuses ? Infinity : 1;
  }

  get connections(): number {
    return this.#open.size;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Whether the next invocation would have to wait. */
  get isFull(): boolean {
    return this.#open.size >= this.#parts.maxConnections && this.#withRoom() === undefined;
  }

  place(pending: Http2Invocation, now: Nanos): void {
    const connection = this.#withRoom();
    if (connection !== undefined) {
      connection.carry(pending, now);
    } else if (this.#open.size < this.#parts.maxConnections) {
      const opened = new Http2Connection(this, pending);
      this.#open.add(opened);
      opened.carry(pending, now);
    } else {
      pending.carrier = undefined;
      this.#waiting.append(pending.waiting);
    }
  }

  requestOf(pending: Http2Invocation): Http2Request {
    return this.#parts.requests[pending.target] as Http2Request;
  }

  sent(pending: Http2Invocation, at: Nanos): void {
    this.#parts.inFlight.sent(pending, at);
  }

  answered(pending: Http2Invocation, at: Nanos): void {
    this.#parts.inFlight.answered(pending, at);
  }

  broke(pending: Http2Invocation, at: Nanos, error: string): void {
    this.#parts.inFlight.broke(pending, at, error);
  }

  hasRoom(): void {
    while (this.#waiting.first !== undefined && !this.isFull) {
      const next = this.#waiting.first as Http2Invocation;
      next.waiting.leave();
      this.place(next, this.clock.now());
    }
  }

  closed(connection: Http2Connection): void {
    this.#open.delete(connection);
    this.hasRoom();
    if (this.#open.size === 0) this.#onAllClosed?.();
  }

  /** Resolves when every connection is gone. Nothing may be in flight. */
  async close(): Promise<void> {
    for (const connection of this.#open) connection.destroy();
    if (this.#open.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#onAllClosed = resolve;
    });
  }

  #withRoom(): Http2Connection | undefined {
    for (const connection of this.#open) if (connection.hasRoom) return connection;
    return undefined;
  }
}
