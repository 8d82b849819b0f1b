/**
 * The AWS Lambda Runtime API, version 2018-06-01, as one runtime process sees it: its states, paths and answers.
 * Sources: docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html and the runtime interface emulator (`rapi`).
 */
import type { RequestHead, RuntimeRequest } from './http-request-parser.ts';
import type { ResponseSink } from './response-sink.ts';
import {
  type Reply,
  replyAccepted,
  replyPong,
  replyRestored,
  toErrorReply,
  toEventReply,
} from './runtime-reply.ts';
import {
  createStreamedResponse,
  type StreamedResponse,
  toTooLargeError,
  toTruncatedError,
} from './streamed-response.ts';

/** Largest response of a function: 6 MiB and 100 bytes, as in the emulator. */
export const maxResponseBytes: number = 6 * 1024 * 1024 + 100;

export interface RuntimeEvent {
  readonly requestId: string;
  readonly deadlineEpochMs: number;
  readonly functionArn: string;
  readonly traceId?: string | undefined;
  /** JSON. */
  readonly clientContext?: string | undefined;
  /** On whose behalf, where tenants are told apart. */
  readonly tenantId?: string | undefined;
  readonly payload: Buffer;
}

export interface AnsweredError {
  readonly errorType: string;
  /** JSON. */
  readonly payload: Buffer;
}

export type RuntimeAnswer =
  | { readonly kind: 'response'; readonly payload: Buffer }
  | ({ readonly kind: 'error' } & AnsweredError)
  | { readonly kind: 'tooLarge' }
  /** It went to the sink as it came, and may have failed midway. */
  | { readonly kind: 'streamed'; readonly bytes: number; readonly error: AnsweredError | undefined };

/** What the instance wants to know. */
export interface RuntimeListener {
  /** Called once: the runtime has initialised and waits for its first event. */
  onReady(): void;
  /** The runtime has answered an invocation, but may still be busy with it. */
  onAnswer(requestId: string, answer: RuntimeAnswer): void;
  /** An invocation that was answered is over. */
  onDone(requestId: string): void;
  onInitError(payload: Buffer, errorType: string): void;
}

export interface RuntimeApiOptions {
  /** Most invocations under way at once. Default: 1. */
  readonly concurrency?: number;
  readonly maxStreamedBytes?: number;
  /** With SnapStart: whether a runtime that asks to be restored has to wait for its copy, or is in one. */
  readonly restore?: 'hold' | 'answer' | undefined;
}

export interface RuntimeApi {
  /** Answers a request, now or, for `next`, when there is an event. */
  handle(request: RuntimeRequest, reply: Reply): void;
  /** Where the body of a request goes that streams a response to a sink; undefined to have it collected. */
  openBody(head: RequestHead): StreamedResponse | undefined;
  /** The connection ended within a body that `openBody` took. */
  truncate(head: RequestHead): void;
  /** Hands over an event. The runtime must be ready for another one. */
  deliver(event: RuntimeEvent, sink?: ResponseSink): void;
  /** The connection on which `next` waited is gone: the runtime has to ask again. */
  forget(reply: Reply): void;
}

type Phase = 'started' | 'ready' | 'initError';

interface Current {
  state: 'running' | 'answered';
  readonly sink: ResponseSink | undefined;
  stream?: StreamedResponse;
}

const prefix = '/2018-06-01';
const invocationPath: RegExp = /^\/runtime\/invocation\/([^/]+)\/(response|error)$/;

export function createRuntimeApi(
  listener: RuntimeListener,
  { concurrency = 1, maxStreamedBytes, restore }: RuntimeApiOptions = {},
): RuntimeApi {
  let phase: Phase = 'started';
  const waiting: Reply[] = [];
  /** Handed over while the runtime had no question open. */
  const undelivered: RuntimeEvent[] = [];
  const current = new Map<string, Current>();

  function handle(request: RuntimeRequest, reply: Reply): void {
    const path = toPath(request);
    if (restore !== undefined && path === '/runtime/restore/next') return restoreNext(reply);
    switch (path === undefined ? '' : `${request.method} ${path}`) {
      case 'GET /runtime/invocation/next':
        return next(reply);
      case 'POST /runtime/restore/error':
      case 'POST /runtime/init/error':
        return initError(request, reply);
      case 'GET /ping':
        return replyPong(reply);
      default:
        return invocation(request, path ?? '', reply);
    }
  }

  function next(reply: Reply): void {
    const event = undelivered.shift();
    if (event !== undefined) return reply(toEventReply(event));
    // A runtime that takes one event at a time says by its next question that it has done with the one before.
    const done = findAnswered();
    const underWay = waiting.length + current.size - (done === undefined ? 0 : 1);
    if (phase === 'initError' || underWay >= concurrency) return refuse(reply);
    waiting.push(reply);
    if (done !== undefined) finish(done);
    if (phase === 'ready') return;
    phase = 'ready';
    listener.onReady();
  }

  /** At most one: among several an answer is the end. */
  function findAnswered(): string | undefined {
    for (const [id, { state }] of current) if (state === 'answered') return id;
    return undefined;
  }

  /** Asked by a runtime that has initialised, before it asks for its first event. */
  function restoreNext(reply: Reply): void {
    if (phase !== 'started') return refuse(reply);
    if (restore === 'answer') return reply(replyRestored);
    phase = 'ready';
    listener.onReady();
  }

  function finish(id: string): void {
    current.delete(id);
    listener.onDone(id);
  }

  function initError(request: RuntimeRequest, reply: Reply): void {
    if (phase !== 'started') return refuse(reply);
    phase = 'initError';
    reply(replyAccepted);
    const payload = request.body === 'tooLarge' ? Buffer.from('{}') : request.body;
    listener.onInitError(payload, readErrorType(request.headers, 'Runtime.Unknown'));
  }

  function invocation(request: RuntimeRequest, path: string, reply: Reply): void {
    const match = invocationPath.exec(path);
    if (match === null) return reply(toErrorReply(404, 'NotFound', `no such path: ${request.path}`));
    if (request.method !== 'POST') return reply(toErrorReply(405, 'MethodNotAllowed', request.method));
    const [, id = '', kind] = match;
    const found = current.get(id);
    if (found === undefined) return reply(toErrorReply(400, 'InvalidRequestID', 'Invalid request ID'));
    if (found.state !== 'running') return refuse(reply);
    const mode = request.headers.get('lambda-runtime-function-response-mode');
    if (mode !== undefined && mode !== 'streaming') {
      return reply(toErrorReply(400, 'InvalidFunctionResponseMode', `unknown response mode: ${mode}`));
    }
    const isTooLarge = request.body === 'tooLarge' || found.stream?.isTooLarge() === true;
    reply(isTooLarge ? toTooLargeReply() : replyAccepted);
    answer(
      id,
      found,
      found.stream === undefined ? toAnswer(request, kind === 'error') : toStreamed(request, found.stream),
    );
  }

  function answer(id: string, found: Current, given: RuntimeAnswer): void {
    found.state = 'answered';
    listener.onAnswer(id, given);
    // Among several nothing tells which question follows which answer: the answer is the end.
    if (concurrency > 1) finish(id);
  }

  function refuse(reply: Reply): void {
    const [running] = current.values();
    const state = running?.state ?? phase;
    reply(toErrorReply(403, 'InvalidStateTransition', `Transition from ${state} is not allowed`));
  }

  function findStreaming(head: RequestHead): [string, Current] | undefined {
    const id = invocationPath.exec(toPath(head) ?? '')?.[1] ?? '';
    const found = current.get(id);
    return found?.state === 'running' ? [id, found] : undefined;
  }

  return {
    handle,
    openBody(head) {
      if (head.headers.get('lambda-runtime-function-response-mode') !== 'streaming') return undefined;
      const [, found] = findStreaming(head) ?? [];
      if (found?.sink === undefined || found.stream !== undefined || head.method !== 'POST') return undefined;
      const contentType = head.headers.get('content-type') ?? 'application/octet-stream';
      found.stream = createStreamedResponse(found.sink, contentType, maxStreamedBytes);
      return found.stream;
    },
    truncate(head) {
      const [id, found] = findStreaming(head) ?? [];
      if (id === undefined || found?.stream === undefined) return;
      answer(id, found, { kind: 'streamed', bytes: found.stream.bytes(), error: toTruncatedError() });
    },
    deliver(event, sink) {
      current.set(event.requestId, { state: 'running', sink });
      const reply = waiting.shift();
      if (reply === undefined) undelivered.push(event);
      else reply(toEventReply(event));
    },
    forget(reply) {
      const index = waiting.indexOf(reply);
      if (index !== -1) waiting.splice(index, 1);
    },
  };
}

function toPath({ path }: RequestHead): string | undefined {
  return path.startsWith(prefix) ? path.slice(prefix.length).split('?', 1)[0] : undefined;
}

function toTooLargeReply(): ReturnType<typeof toErrorReply> {
  return toErrorReply(
    413,
    'RequestEntityTooLarge',
    `Exceeded maximum allowed payload size (${maxResponseBytes} bytes).`,
  );
}

function toAnswer({ headers, trailers, body }: RuntimeRequest, isError: boolean): RuntimeAnswer {
  if (body === 'tooLarge') return { kind: 'tooLarge' };
  if (isError) return { kind: 'error', payload: body, errorType: readErrorType(headers) };
  const error = toTrailingError(trailers);
  return error === undefined ? { kind: 'response', payload: body } : { kind: 'error', ...error };
}

function toStreamed({ trailers }: RuntimeRequest, stream: StreamedResponse): RuntimeAnswer {
  const error = stream.isTooLarge() ? toTooLargeError() : toTrailingError(trailers);
  return { kind: 'streamed', bytes: stream.bytes(), error };
}

/** A streamed response that failed midway says so after its body. */
function toTrailingError(trailers: ReadonlyMap<string, string>): AnsweredError | undefined {
  if (!trailers.has('lambda-runtime-function-error-type')) return undefined;
  const text = trailers.get('lambda-runtime-function-error-body') ?? '';
  return { payload: Buffer.from(text, 'base64'), errorType: readErrorType(trailers) };
}

function readErrorType(fields: ReadonlyMap<string, string>, unknown?: string): string {
  return toKnownErrorType(fields.get('lambda-runtime-function-error-type') ?? '', unknown);
}

/** Other names are a matter between a function and its callers, which read them in the payload. */
export function toKnownErrorType(type: string, unknown = 'Function.Unknown'): string {
  return /^(Runtime|Function)\.[A-Z][a-zA-Z]+$/.test(type) ? type : unknown;
}
