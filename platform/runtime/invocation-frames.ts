/**
 * What the runtimes of ours and the platform say to each other in frames, where others speak HTTP to the Runtime API.
 * The channel is the number of the invocation, which the platform gives out; 0 for what is about none.
 *
 * `node-bootstrap.cts` and `python-bootstrap.py` have the same numbers.
 */
import { frameHeadBytes, writeFrameHead } from '../frames.ts';
import { type AnsweredError, type RuntimeEvent, toKnownErrorType } from './runtime-api.ts';

/** What a connection of frames begins with: no HTTP request does. */
export const framesMark = 0;

export const toRuntime = {
  /** Length of the head, head, payload; see `toEventFrame`. */
  event: 1,
  /** Send nothing more of a streamed response for now. */
  hold: 2,
  release: 3,
  /** What a runtime said as its last word has come. */
  noted: 4,
} as const;

export const fromRuntime = {
  /** It has initialised; the channel is how many invocations it takes at once. */
  ready: 1,
  response: 2,
  /** Error type, zero, JSON. */
  error: 3,
  /** As `error`, of the initialisation. */
  initError: 4,
  /** A streamed response: its content type, then its parts, and its end or what broke it, as `error`. */
  streamBegin: 5,
  streamPart: 6,
  streamEnd: 7,
  streamError: 8,
  /** After a streamed response, which may end before its handler does: the invocation is over. */
  done: 9,
  /** What V8 compiled of the function. */
  compileCache: 10,
} as const;

/** Added to the type of what a runtime says last: it ends when that is noted. */
export const lastWord = 0x80;

/** Length of the head, then the head: request id, deadline, ARN, trace id, client context, tenant, with zeros between. */
export function toEventFrame(call: number, event: RuntimeEvent): Buffer {
  const {
    requestId,
    deadlineEpochMs,
    functionArn,
    traceId = '',
    clientContext = '',
    tenantId = '',
    payload,
  } = event;
  // As in the headers of the Runtime API, a character is a byte.
  const head = `${requestId}\0${Math.floor(deadlineEpochMs)}\0${functionArn}\0${traceId}\0${clientContext}\0${tenantId}`;
  const headStart = frameHeadBytes + 4;
  const frame = Buffer.allocUnsafe(headStart + head.length + payload.length);
  writeFrameHead(frame, toRuntime.event, call, frame.length - frameHeadBytes);
  frame.writeUInt32LE(head.length, frameHeadBytes);
  frame.write(head, headStart, 'latin1');
  payload.copy(frame, headStart + head.length);
  return frame;
}

const zero = 0;

/** @param unknown - what stands for a type that Lambda does not know. Default: `Function.Unknown`. */
export function readError(payload: Buffer, unknown?: 'Runtime.Unknown'): AnsweredError {
  const typeEnd = Math.max(0, payload.indexOf(zero));
  const errorType = toKnownErrorType(payload.toString('utf8', 0, typeEnd), unknown);
  return { errorType, payload: payload.subarray(typeEnd + 1) };
}
