/**
 * The HTTP client of the load engine as the sender sees it. It is made for one caller that counts its invocations
 * and keeps their instants in columns of its own: a number goes in, the same number comes back, and nothing is
 * allocated for an invocation on the way.
 */
import type { SecureContextOptions } from 'node:tls';
import type { Clock } from '../../contract/clock.ts';
import type { InvocationTarget } from '../../contract/target.ts';
import type { Nanos } from '../../contract/units.ts';

export interface NativeClient {
  /** Invocations on the wire or waiting for a connection. */
  readonly inFlight: number;
  /** Open connections, idle, busy and being opened; for the self-check. */
  readonly connections: number;
  /**
   * Sends the current request of the target at position `target` of {@link NativeClientOptions.targets}.
   *
   * @param ticket - comes back with the end; the caller uses it to index its own columns. A whole number.
   * @returns false when the backlog is full: nothing was sent and nothing will be heard of the ticket.
   */
  send(target: number, ticket: number): boolean;
  /**
   * Replaces the headers of a target from its next invocation on: a renewed signature.
   *
   * @throws FaasmarkError `SCENARIO_INVALID` when a name or a value cannot be a header.
   */
  update(target: number, headers: Readonly<Record<string, string>>): void;
  /** Gives up what has passed its time limit. To be called every few milliseconds; free when nothing is due. */
  expire(now: Nanos): void;
  /** Ends everything in flight as broken with the reason, which should read `CODE: message`. */
  abandon(reason: string): void;
  /** Abandons what is in flight and closes every connection. Nothing may be sent afterwards. */
  close(): Promise<void>;
}

export interface ExchangeListener {
  /**
   * The request was handed to the kernel, at `at`. Called once for every ticket that got a connection: inside
   * `send()` when one was free, later when it had to be waited for.
   */
  sent(ticket: number, at: Nanos): void;
  /**
   * Called exactly once for every accepted ticket. The exchange is the client's own object and is valid only during
   * the call. `send()` may be called from here; the connection is free by then.
   */
  ended(ticket: number, exchange: Exchange): void;
}

export interface Exchange {
  /** `timedOut` exactly when it was not over within the target's time limit, counted from `send()`. */
  readonly kind: 'answered' | 'timedOut' | 'broken';
  readonly endedAt: Nanos;
  /** First byte of the final answer (an interim `1xx` does not count); NaN when none came. */
  readonly firstByteAt: Nanos;
  /** Name resolution and TCP; NaN unless this invocation opened its connection. */
  readonly connectNanos: number;
  /** TLS handshake; NaN unless this invocation opened its connection and made one. */
  readonly tlsNanos: number;
  /** 0 unless the head of an answer came. */
  readonly status: number;
  /**
   * The first header of that name, trimmed, read as Latin-1. Searched in the head's bytes on demand: nothing is
   * decoded that nobody asks for.
   *
   * @param name - in lower case.
   */
  header(name: string): string | undefined;
  /** 0 unless answered. */
  readonly bodyLength: number;
  /** The body's bytes without any framing; empty unless answered. A view that is valid only during the call. */
  body(): Buffer;
  /** `CODE: message`; empty unless broken. {@link WireErrorCode} lists the codes that are not Node's own. */
  readonly error: string;
}

export interface NativeClientOptions {
  readonly clock: Clock;
  readonly listener: ExchangeListener;
  /** Origins may also be `http+unix:///path/of/the.sock`. */
  readonly targets: readonly InvocationTarget[];
  /** Most connections an origin may have at once; further invocations wait. */
  readonly maxConnections: number;
  /** Most invocations that may wait for a connection, over all origins; beyond it `send()` returns false. */
  readonly maxBacklog: number;
  /** `reuse` (default) keeps connections; `fresh` opens one for every invocation. */
  readonly connectionReuse?: 'reuse' | 'fresh';
  /** Default `http/1.1`. */
  readonly protocol?: 'http/1.1' | 'h2';
  /** Largest body that is accepted, in bytes; default 64 MiB. */
  readonly maxBodyBytes?: number;
  /** Spreads connections over all addresses of a name in turn; default: the first that answers. */
  readonly rotateAddresses?: boolean;
  /** Adds the ticket (13 decimal digits) to every request, in this header. HTTP/1.1 only. */
  readonly ticketHeader?: string;
  /** Adds the instant of sending (nanoseconds, 16 decimal digits) to every request, in this header. HTTP/1.1 only. */
  readonly sentAtHeader?: string;
  /** What to trust and present; default: Node's own roots, verified. */
  readonly tls?: Pick<SecureContextOptions, 'ca' | 'cert' | 'key'>;
}
