/** An answer that an isolate streams, as the platform takes it: passed on part by part, or collected for who wants it whole. */
import type { ResponseSink } from '../../runtime/response-sink.ts';
import { type AnsweredError, maxResponseBytes, type RuntimeAnswer } from '../../runtime/runtime-api.ts';
import {
  createStreamedResponse,
  toTooLargeError,
  toTruncatedError,
} from '../../runtime/streamed-response.ts';
import type { RunOutcome } from '../backend.ts';

export interface ReplyStream {
  /** @returns a promise when the next part has to wait until it resolves. */
  take(part: Buffer): Promise<void> | undefined;
  /** What there was of it. @param error - what broke it off. */
  toAnswer(error?: AnsweredError): RuntimeAnswer;
}

export function createReplyStream(sink: ResponseSink | undefined, contentType: string): ReplyStream {
  return sink === undefined ? collect() : passOn(sink, contentType);
}

function passOn(sink: ResponseSink, contentType: string): ReplyStream {
  const response = createStreamedResponse(sink, contentType);
  return {
    take: (part) => response.take(part),
    toAnswer: (error) => ({
      kind: 'streamed',
      bytes: response.bytes(),
      error: response.isTooLarge() ? toTooLargeError() : error,
    }),
  };
}

function collect(): ReplyStream {
  const parts: Buffer[] = [];
  let bytes = 0;
  return {
    take(part) {
      bytes += part.length;
      if (bytes <= maxResponseBytes) parts.push(part);
      return undefined;
    },
    toAnswer(error) {
      if (error !== undefined) return { kind: 'error', ...error };
      return bytes > maxResponseBytes
        ? { kind: 'tooLarge' }
        : { kind: 'response', payload: Buffer.concat(parts) };
    },
  };
}

/** @param whole - how an invocation that began to stream would have ended without that. */
export function toStreamedOutcome(whole: RunOutcome, stream: ReplyStream): RunOutcome {
  const { answer } = whole;
  if (answer === undefined) return { ...whole, answer: stream.toAnswer(toTruncatedError()) };
  if (answer.kind !== 'error') return { ...whole, answer: stream.toAnswer() };
  const { payload, errorType } = answer;
  return { ...whole, answer: stream.toAnswer({ payload, errorType }) };
}
