/**
 * An invocation that is on the wire or waits for a connection. The object is used for one invocation after the other
 * and is also the exchange that the caller gets to see at the end.
 */
import type { Nanos } from '../../contract/units.ts';
import type { Exchange } from './client.ts';
import type { FieldIndex } from './field-index.ts';
import { Link } from './linked-list.ts';

const none = Buffer.alloc(0);

/** What carries an invocation and has to be told when it is given up. */
export interface Carrier {
  /** The invocation has ended without an answer; nothing that still comes may be taken for one. */
  giveUp(): void;
}

export class PendingInvocation implements Exchange {
  ticket = 0;
  /** Position of its target. */
  target = 0;
  expiresAt: Nanos = 0;
  /** Undefined while it waits for a connection. */
  carrier: Carrier | undefined = undefined;
  readonly deadline: Link<PendingInvocation> = new Link<PendingInvocation>(this);
  readonly waiting: Link<PendingInvocation> = new Link<PendingInvocation>(this);

  kind: Exchange['kind'] = 'answered';
  endedAt: Nanos = Number.NaN;
  firstByteAt: Nanos = Number.NaN;
  connectNanos: number = Number.NaN;
  tlsNanos: number = Number.NaN;
  status = 0;
  error = '';

  #bytes: Buffer = none;
  #fields: FieldIndex | undefined = undefined;
  #bodyStart = 0;
  #bodyEnd = 0;

  clear(): void {
    this.carrier = undefined;
    this.kind = 'answered';
    this.endedAt = Number.NaN;
    this.firstByteAt = Number.NaN;
    this.connectNanos = Number.NaN;
    this.tlsNanos = Number.NaN;
    this.status = 0;
    this.error = '';
    this.#bytes = none;
    this.#fields = undefined;
    this.#bodyStart = 0;
    this.#bodyEnd = 0;
  }

  /** Notes where the answer lies: its connection may carry the next request before the caller has read this one. */
  setAnswer(bytes: Buffer, fields: FieldIndex, bodyStart: number, bodyEnd: number): void {
    this.#bytes = bytes;
    this.#fields = fields;
    this.#bodyStart = bodyStart;
    this.#bodyEnd = bodyEnd;
  }

  header(name: string): string | undefined {
    return this.#fields?.find(this.#bytes, name);
  }

  get bodyLength(): number {
    return this.#bodyEnd - this.#bodyStart;
  }

  body(): Buffer {
    return this.#bytes.subarray(this.#bodyStart, this.#bodyEnd);
  }
}
