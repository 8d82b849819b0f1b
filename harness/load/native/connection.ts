/** One socket and the invocation that it carries: at most one at a time, no pipelining. */
import type { Socket } from 'node:net';
import type { Clock } from '../../contract/clock.ts';
import type { Nanos } from '../../contract/units.ts';
import type { Endpoint } from './endpoint.ts';
import { Link } from './linked-list.ts';
import type { Carrier, PendingInvocation } from './pending-invocation.ts';
import { ResponseParser } from './response-parser.ts';
import { describeWireError } from './wire-error.ts';

export interface ConnectionOwner {
  readonly clock: Clock;
  readonly endpoint: Endpoint;
  readonly maxBodyBytes: number;
  /** Reads go here, for all connections: nothing of one is left in it when the next one reads. */
  readonly readBuffer: Buffer;
  /** The first request may be sent. */
  opened(connection: Connection): void;
  /** The answer to `connection.pending` is complete. */
  answered(connection: Connection, at: Nanos): void;
  /** The connection carries nothing any more and is being closed. `pending` was lost with it, if there is one. */
  lost(connection: Connection, pending: PendingInvocation | undefined, at: Nanos, error: string): void;
  /** The socket has given its resources back. */
  closed(): void;
}

const protocols = ['http/1.1'];

export class Connection implements Carrier {
  readonly idle: Link<Connection> = new Link<Connection>(this);
  readonly #owner: ConnectionOwner;
  readonly #socket: Socket;
  readonly #parser: ResponseParser;
  #pending: PendingInvocation | undefined;
  /** The request was written: only then can bytes be an answer. */
  #isSent = false;
  #isLost = false;
  #isKept = false;
  #openedAt: Nanos;
  #firstByteAt: Nanos = Number.NaN;

  /** Opens a connection for an invocation, which waits for it and for no other. */
  constructor(owner: ConnectionOwner, pending: PendingInvocation) {
    this.#owner = owner;
    this.#parser = new ResponseParser(owner.maxBodyBytes);
    this.#pending = pending;
    pending.carrier = this;
    this.#openedAt = owner.clock.now();
    const buffer = owner.readBuffer;
    const callback = (length: number): boolean => this.#read(buffer, length);
    const socket = owner.endpoint.connect(protocols, { buffer, callback });
    this.#socket = socket;
    const isSecure = owner.endpoint.origin.isSecure;
    socket.once('connect', () => this.#connected(isSecure));
    if (isSecure) socket.once('secureConnect', () => this.#secured());
    socket.once('end', () => this.#ended());
    socket.on('error', (error) => this.#lose(describeWireError(error)));
    socket.once('close', () => this.#closed());
  }

  get pending(): PendingInvocation | undefined {
    return this.#pending;
  }

  /** Whether it may carry another invocation after the answer that is complete. */
  get isReusable(): boolean {
    // A server that has answered before it read all of the request will take the rest for the next one.
    return this.#parser.keepsConnection && this.#socket.writableLength === 0;
  }

  /** Whether bytes of the last request are still to be sent. */
  get isWriting(): boolean {
    return this.#socket.writableLength > 0;
  }

  carry(pending: PendingInvocation): void {
    this.#pending = pending;
    pending.carrier = this;
  }

  /** Sends the request of the invocation that it carries. */
  send(request: Buffer): void {
    this.#isSent = true;
    this.#firstByteAt = Number.NaN;
    this.#parser.begin(false);
    this.#socket.write(request);
  }

  /** Hands the invocation back together with its answer; the connection is then idle. */
  takeAnswered(): PendingInvocation {
    const pending = this.#pending as PendingInvocation;
    const { answer, fields } = this.#parser;
    pending.setAnswer(answer.bytes, fields, answer.bodyStart, answer.bodyEnd);
    this.#detach(pending);
    this.#isSent = false;
    this.#isKept = true;
    return pending;
  }

  giveUp(): void {
    if (this.#pending !== undefined) this.#detach(this.#pending);
    this.close();
  }

  /** Closes it; there is nothing that it carries. */
  close(): void {
    this.#lose('');
  }

  #connected(isSecure: boolean): void {
    const now = this.#owner.clock.now();
    if (this.#pending !== undefined) this.#pending.connectNanos = now - this.#openedAt;
    this.#openedAt = now;
    if (!isSecure) this.#owner.opened(this);
  }

  #secured(): void {
    if (this.#pending !== undefined) this.#pending.tlsNanos = this.#owner.clock.now() - this.#openedAt;
    this.#owner.opened(this);
  }

  #read(buffer: Buffer, length: number): boolean {
    if (this.#isLost) return true;
    if (!this.#isSent) {
      this.#lose('HPE_UNSOLICITED_BYTES: the server sent something before it was asked');
      return true;
    }
    const now = this.#owner.clock.now();
    const isFirst = Number.isNaN(this.#firstByteAt);
    if (isFirst) this.#firstByteAt = now;
    let isComplete = false;
    try {
      isComplete = this.#parser.push(buffer, length);
    } catch (error) {
      this.#lose(describeWireError(error));
      return true;
    }
    if (!isComplete) {
      // So far there was only an interim answer.
      if (isFirst && !this.#parser.hasBegun) this.#firstByteAt = Number.NaN;
      return true;
    }
    if (this.#parser.leftover > 0) {
      this.#lose('HPE_UNSOLICITED_BYTES: the server sent more than the answer has');
    } else {
      this.#owner.answered(this, now);
    }
    return true;
  }

  #ended(): void {
    if (this.#isLost) return;
    if (!this.#isSent) return this.#lose(closedEarly(this.#isKept));
    if (!this.#parser.hasBegun) return this.#lose(closedEarly(this.#isKept));
    try {
      this.#parser.finish();
    } catch (error) {
      return this.#lose(describeWireError(error));
    }
    this.#owner.answered(this, this.#owner.clock.now());
  }

  #closed(): void {
    this.#lose(closedEarly(this.#isKept));
    this.#owner.closed();
  }

  #lose(error: string): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.idle.leave();
    const pending = this.#pending;
    if (pending !== undefined) this.#detach(pending);
    this.#socket.destroy();
    this.#owner.lost(this, pending, this.#owner.clock.now(), error);
  }

  #detach(pending: PendingInvocation): void {
    this.#pending = undefined;
    pending.carrier = undefined;
    if (!this.#isSent) return;
    pending.firstByteAt = this.#firstByteAt;
    pending.status = this.#parser.status;
  }
}

function closedEarly(isKept: boolean): string {
  // Said apart, because on a kept connection the server may have closed it just before the request left.
  const which = isKept ? 'kept' : 'new';
  return `HPE_CLOSED_BEFORE_ANSWER: the server closed a ${which} connection before any byte of an answer`;
}
