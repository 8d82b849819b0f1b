/** One HTTP/2 connection and the invocations that it carries. */
import http2, { type ClientHttp2Session, type OutgoingHttpHeaders } from 'node:http2';
import type { Socket } from 'node:net';
import type { Clock } from '../../contract/clock.ts';
import type { Nanos } from '../../contract/units.ts';
import type { Endpoint } from './endpoint.ts';
import { type Http2ExchangeParts, followStream } from './http2-exchange.ts';
import type { Http2Invocation } from './http2-invocation.ts';
import { WireError, describeWireError } from './wire-error.ts';

export interface Http2Request {
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
}

export interface Http2ConnectionOwner {
  readonly clock: Clock;
  readonly endpoint: Endpoint;
  readonly maxBodyBytes: number;
  /** How many invocations a connection carries before it is closed. */
  readonly maxInvocations: number;
  requestOf(pending: Http2Invocation): Http2Request;
  /** Finds another connection for it. */
  place(pending: Http2Invocation, now: Nanos): void;
  sent(pending: Http2Invocation, at: Nanos): void;
  answered(pending: Http2Invocation, at: Nanos): void;
  broke(pending: Http2Invocation, at: Nanos, error: string): void;
  /** There may be room for another invocation, on this connection or in place of it. */
  hasRoom(): void;
  closed(connection: Http2Connection): void;
}

/** What servers allow as a rule: so many may wait for what the server says. */
const assumedMaxStreams = 100;

export class Http2Connection {
  readonly #owner: Http2ConnectionOwner;
  readonly #socket: Socket;
  readonly #waiting = new Set<Http2Invocation>();
  /** Undefined until the socket is connected. */
  #session: ClientHttp2Session | undefined;
  /** Undefined until the server has said it. */
  #maxStreams: number | undefined;
  #streams = 0;
  #carried = 0;
  #isUsable = true;
  #error: unknown;
  readonly #exchangeParts: Http2ExchangeParts;

  /** @param first - the invocation that it is opened for. */
  constructor(owner: Http2ConnectionOwner, first: Http2Invocation) {
    this.#owner = owner;
    const { clock, endpoint } = owner;
    const { isSecure } = endpoint.origin;
    this.#exchangeParts = {
      clock,
      maxBodyBytes: owner.maxBodyBytes,
      connectionError: () => this.#error,
      released: () => this.#released(),
      answered: (pending, at) => owner.answered(pending, at),
      broke: (pending, at, error) => owner.broke(pending, at, error),
    };
    let openedAt = clock.now();
    // Whatever waits keeps its object until it has ended; `first` may be another invocation by then.
    const isWaiting = (): boolean => this.#waiting.has(first);
    const socket = endpoint.connect(['h2']);
    this.#socket = socket;
    socket.once('connect', () => {
      const now = clock.now();
      if (isWaiting()) first.connectNanos = now - openedAt;
      openedAt = now;
      if (!isSecure) this.#begin();
    });
    socket.once('secureConnect', () => {
      if (isWaiting()) first.tlsNanos = clock.now() - openedAt;
      if (alpnProtocolOf(socket) === 'h2') this.#begin();
      else socket.destroy(new WireError('HPE_NO_H2', 'the server does not offer HTTP/2'));
    });
    // Its own word comes before the session's, which says only that the session has ended.
    socket.on('error', (error) => (this.#error ??= error));
    socket.once('close', () => {
      if (this.#session === undefined) this.#closed();
    });
  }

  get hasRoom(): boolean {
    const isClosing = this.#session?.closed === true || this.#session?.destroyed === true;
    if (!this.#isUsable || isClosing) return false;
    if (this.#carried >= this.#owner.maxInvocations) return false;
    return this.#streams + this.#waiting.size < (this.#maxStreams ?? assumedMaxStreams);
  }

  carry(pending: Http2Invocation, now: Nanos): void {
    this.#carried++;
    if (this.#session !== undefined && this.#maxStreams !== undefined) {
      return this.#send(this.#session, pending, now);
    }
    this.#waiting.add(pending);
    pending.carrier = { giveUp: () => void this.#waiting.delete(pending) };
  }

  destroy(): void {
    this.#isUsable = false;
    if (this.#session === undefined) this.#socket.destroy();
    else this.#session.destroy();
  }

  #begin(): void {
    const { isSecure, authority } = this.#owner.endpoint.origin;
    const session = http2.connect(`${isSecure ? 'https' : 'http'}://${authority}`, {
      createConnection: () => this.#socket,
    });
    this.#session = session;
    session.once('goaway', () => (this.#isUsable = false));
    session.on('error', (error) => (this.#error ??= error));
    session.once('close', () => this.#closed());
    // One is always allowed; how many more, the server says with its first frame.
    this.#sendWaiting(session, 1);
    session.once('remoteSettings', ({ maxConcurrentStreams = Infinity }) => {
      this.#maxStreams = maxConcurrentStreams;
      this.#sendWaiting(session, maxConcurrentStreams - this.#streams);
      // What is too many for this connection may find another one.
      for (const pending of this.#waiting) {
        this.#carried--;
        this.#waiting.delete(pending);
        this.#owner.place(pending, this.#owner.clock.now());
      }
    });
  }

  #sendWaiting(session: ClientHttp2Session, most: number): void {
    let left = most;
    for (const pending of this.#waiting) {
      if (left-- <= 0) return;
      this.#waiting.delete(pending);
      this.#send(session, pending, this.#owner.clock.now());
    }
  }

  #released(): void {
    this.#streams--;
    if (this.#carried >= this.#owner.maxInvocations) this.destroy();
    else this.#owner.hasRoom();
  }

  #closed(): void {
    this.#isUsable = false;
    const error =
      this.#error ?? new WireError('HPE_CLOSED_BEFORE_ANSWER', 'the server closed the connection');
    const told = describeWireError(error);
    this.#owner.closed(this);
    for (const pending of this.#waiting) this.#owner.broke(pending, this.#owner.clock.now(), told);
    this.#waiting.clear();
  }

  #send(session: ClientHttp2Session, pending: Http2Invocation, now: Nanos): void {
    const { headers, body } = this.#owner.requestOf(pending);
    const stream = session.request(headers, { endStream: body === '' });
    if (body !== '') stream.end(body);
    this.#streams++;
    followStream(stream, pending, this.#exchangeParts);
    this.#owner.sent(pending, now);
  }
}

function alpnProtocolOf(socket: Socket): unknown {
  return 'alpnProtocol' in socket ? socket.alpnProtocol : undefined;
}
