/**
 * How to invoke a deployed function over HTTP, as plain data that can be sent to a worker thread. An adapter
 * describes the wire; the load engine owns the sockets.
 */

import type { Outcome } from './invocation.ts';

/** How an answer is read: which status and headers mean what, and where the provider's telemetry is. */
export type AnswerDialect =
  /** AWS Lambda `Invoke`: function errors in `X-Amz-Function-Error`, telemetry in the REPORT line of the log tail. */
  | 'lambda-invoke'
  /** A plain HTTP function: the status is the outcome; telemetry, if any, in `x-faas-*` headers. */
  | 'plain';

/** It may carry credentials: it lives in memory and is never written down or shown. */
export interface InvocationTarget {
  /** `http://host:port` or `https://host:port`. */
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  /** The request body, sent as it is. */
  readonly body: string;
  readonly dialect: AnswerDialect;
  /** The client gives up after this; the outcome is then `timedOut`. */
  readonly timeoutMs: number;
  /** AWS Signature Version 4; absent for an unsigned request. */
  readonly sigV4?: SigV4Signing;
  /**
   * The output check: fields that the function's output must have, as parsed JSON, compared deeply. An answer that
   * lacks one is `incorrect`. Absent: any answer is right.
   */
  readonly expectedOutput?: Readonly<Record<string, unknown>>;
  /** Absent: an invocation has one attempt. */
  readonly retry?: RetryPolicy;
}

/** Which outcomes are tried again. The record keeps the start of the first attempt and the end of the last. */
export interface RetryPolicy {
  /** Attempts in all, from 2. */
  readonly attempts: number;
  readonly outcomes: readonly Outcome[];
}

export interface SigV4Signing {
  readonly region: string;
  readonly service: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}
