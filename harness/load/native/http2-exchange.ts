/** Follows one HTTP/2 stream from its request to its end. */
import http2, { type ClientHttp2Stream } from 'node:http2';
import type { Clock } from '../../contract/clock.ts';
import type { Nanos } from '../../contract/units.ts';
import type { Http2Invocation } from './http2-invocation.ts';
import { bodyTooLarge } from './response-limits.ts';
import { WireError, describeWireError } from './wire-error.ts';

export interface Http2ExchangeParts {
  readonly clock: Clock;
  readonly maxBodyBytes: number;
  /** What broke the whole connection, where that was it. */
  connectionError(): unknown;
  /** The stream is gone; called before the end of its invocation is told. */
  released(): void;
  answered(pending: Http2Invocation, at: Nanos): void;
  broke(pending: Http2Invocation, at: Nanos, error: string): void;
}

export function followStream(
  stream: ClientHttp2Stream,
  pending: Http2Invocation,
  parts: Http2ExchangeParts,
): void {
  const { clock, maxBodyBytes } = parts;
  let isGivenUp = false;
  let endedAt = Number.NaN;
  let fault: unknown;
  pending.carrier = {
    giveUp: () => {
      isGivenUp = true;
      stream.close(http2.constants.NGHTTP2_CANCEL);
    },
  };
  stream.once('response', (headers) => {
    if (isGivenUp) return;
    pending.firstByteAt = clock.now();
    pending.setHead(headers[':status'] ?? 0, headers);
  });
  stream.on('data', (part: Buffer) => {
    if (isGivenUp || fault !== undefined) return;
    pending.addBody(part);
    if (pending.bodyBytes <= maxBodyBytes) return;
    fault = bodyTooLarge(maxBodyBytes);
    stream.close(http2.constants.NGHTTP2_CANCEL);
  });
  stream.once('end', () => (endedAt = clock.now()));
  stream.once('error', (told) => (fault ??= parts.connectionError() ?? told));
  // Not before: a stream that was reset in the middle ends like one that is complete.
  stream.once('close', () => {
    parts.released();
    if (isGivenUp) return;
    pending.carrier = undefined;
    if (fault === undefined && !Number.isNaN(endedAt) && stream.rstCode === 0) {
      return parts.answered(pending, endedAt);
    }
    const error = fault ?? parts.connectionError() ?? closedEarly(pending);
    parts.broke(pending, clock.now(), describeWireError(error));
  });
}

function closedEarly(pending: Http2Invocation): WireError {
  return pending.status === 0
    ? new WireError('HPE_CLOSED_BEFORE_ANSWER', 'the server closed the stream before an answer')
    : new WireError('HPE_CLOSED_IN_ANSWER', 'the server closed the stream in the middle of an answer');
}
