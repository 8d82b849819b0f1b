/** One response that a runtime streams: passes its parts on, holds the sender back, and ends it at the limit. */
import type { ResponseSink } from './response-sink.ts';
import type { AnsweredError } from './runtime-api.ts';

/** Largest streamed response, 200 MB (docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html, November 2026). */
const maxStreamedBytes = 200 * 1024 * 1024;

export interface StreamedResponse {
  /** @returns a promise when the sender has to wait until it resolves. */
  take(part: Buffer): Promise<void> | undefined;
  bytes(): number;
  /** Whether it was over the limit: what came after it was thrown away. */
  isTooLarge(): boolean;
}

export function createStreamedResponse(
  sink: ResponseSink,
  contentType: string,
  maxBytes: number = maxStreamedBytes,
): StreamedResponse {
  let bytes = 0;
  sink.begin(contentType);
  return {
    take(part) {
      bytes += part.length;
      // Copied by nobody on the way: the sink has it until it is written.
      return bytes > maxBytes ? undefined : sink.write(part);
    },
    bytes: () => Math.min(bytes, maxBytes),
    isTooLarge: () => bytes > maxBytes,
  };
}

export function toTooLargeError(): AnsweredError {
  return toError(
    'Function.ResponseSizeTooLarge',
    `Response payload size exceeded maximum allowed payload size (${maxStreamedBytes} bytes).`,
  );
}

/** Takes a streamed response where nobody takes it as it comes. */
export function createCollector(): ResponseSink & { read(): Buffer } {
  const parts: Buffer[] = [];
  return {
    begin: () => undefined,
    write: (chunk) => void parts.push(chunk),
    read: () => Buffer.concat(parts),
  };
}

/** The connection ended before the response did. */
export function toTruncatedError(): AnsweredError {
  return toError('Runtime.TruncatedResponse', 'The response ended before it was complete.');
}

function toError(errorType: string, errorMessage: string): AnsweredError {
  return { errorType, payload: Buffer.from(JSON.stringify({ errorType, errorMessage })) };
}
