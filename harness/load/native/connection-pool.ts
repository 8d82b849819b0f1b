/** The connections to one origin, and the invocations that wait for one. */
import type { Clock } from '../../contract/clock.ts';
import type { Nanos } from '../../contract/units.ts';
import { Connection, type ConnectionOwner } from './connection.ts';
import type { Endpoint } from './endpoint.ts';
import type { InFlight } from './in-flight.ts';
import { LinkedList } from './linked-list.ts';
import type { PendingInvocation } from './pending-invocation.ts';
import type { RequestSource } from './request-source.ts';

export interface PoolParts {
  readonly clock: Clock;
  readonly endpoint: Endpoint;
  readonly inFlight: InFlight;
  readonly requests: RequestSource;
  readonly readBuffer: Buffer;
  readonly maxBodyBytes: number;
  readonly maxConnections: number;
  readonly reuses: boolean;
}

export class ConnectionPool implements ConnectionOwner {
  readonly clock: Clock;
  readonly endpoint: Endpoint;
  readonly readBuffer: Buffer;
  readonly maxBodyBytes: number;
  /** Open ones, idle, busy and being opened. */
  connections = 0;
  readonly #waiting = new LinkedList<PendingInvocation>();
  /** The one that was used last is taken first: it is the least likely to be closed, and its memory is warm. */
  readonly #idle = new LinkedList<Connection>();
  readonly #inFlight: InFlight;
  readonly #requests: RequestSource;
  readonly #maxConnections: number;
  readonly #reuses: boolean;
  /** Sockets that have not given their resources back, those that are being closed among them. */
  #sockets = 0;
  #onAllClosed: (() => void) | undefined;

  constructor(parts: PoolParts) {
    this.clock = parts.clock;
    this.endpoint = parts.endpoint;
    this.readBuffer = parts.readBuffer;
    this.maxBodyBytes = parts.maxBodyBytes;
    this.#inFlight = parts.inFlight;
    this.#requests = parts.requests;
    this.#maxConnections = parts.maxConnections;
    this.#reuses = parts.reuses;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Whether the next invocation would have to wait. */
  get isFull(): boolean {
    return this.#idle.length === 0 && this.connections >= this.#maxConnections;
  }

  /** Sends it at once, opens a connection for it or lets it wait. */
  place(pending: PendingInvocation, now: Nanos): void {
    const connection = this.#idle.last;
    if (connection !== undefined) {
      connection.idle.leave();
      this.#send(connection, pending, now);
    } else if (this.connections < this.#maxConnections) {
      this.#open(pending);
    } else {
      this.#waiting.append(pending.waiting);
    }
  }

  /** Closes what is idle; resolves when every socket is gone. Nothing may be in flight. */
  async close(): Promise<void> {
    while (this.#idle.last !== undefined) this.#idle.last.close();
    if (this.#sockets === 0) return;
    await new Promise<void>((resolve) => {
      this.#onAllClosed = resolve;
    });
  }

  opened(connection: Connection): void {
    const { pending } = connection;
    if (pending !== undefined) this.#write(connection, pending, this.clock.now());
  }

  answered(connection: Connection, at: Nanos): void {
    const pending = connection.takeAnswered();
    if (this.#reuses && connection.isReusable) this.#free(connection);
    else connection.close();
    this.#inFlight.answered(pending, at);
  }

  lost(_: Connection, pending: PendingInvocation | undefined, at: Nanos, error: string): void {
    this.connections--;
    const next = this.#waiting.first;
    if (next !== undefined) {
      next.waiting.leave();
      this.#open(next);
    }
    if (pending !== undefined) this.#inFlight.broke(pending, at, error);
  }

  closed(): void {
    this.#sockets--;
    if (this.#sockets === 0) this.#onAllClosed?.();
  }

  #free(connection: Connection): void {
    const next = this.#waiting.first;
    if (next === undefined) {
      this.#idle.append(connection.idle);
      return;
    }
    next.waiting.leave();
    this.#send(connection, next, this.clock.now());
  }

  #open(pending: PendingInvocation): void {
    this.connections++;
    this.#sockets++;
    // It finds its way back through the owner's methods.
    void new Connection(this, pending);
  }

  #send(connection: Connection, pending: PendingInvocation, now: Nanos): void {
    connection.carry(pending);
    this.#write(connection, pending, now);
  }

  #write(connection: Connection, pending: PendingInvocation, now: Nanos): void {
    connection.send(this.#requests.next(pending, now));
    if (connection.isWriting) this.#requests.detach(pending.target);
    this.#inFlight.sent(pending, now);
  }
}
