/**
 * The AWS Lambda Runtime API, version 2018-06-01, as one runtime process sees it: its states, paths and answers.
 * Sources: docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html and the runtime interface emulator (`rapi`).
 */
import type { RuntimeRequest } from './http-request-parser.ts';

/** Largest response of a function: 6 MiB and 100 bytes, as in the emulator. */
export const maxResponseBytes: number = 6 * 1024 * 1024 + 100;

export interface RuntimeEvent {
  readonly requestId: string;
  readonly deadlineEpochMs: number;
  readonly functionArn: string;
  readonly traceId?: string | undefined;
  /** JSON. */
  readonly clientContext?: string | undefined;
  readonly payload: Buffer;
}

export type RuntimeAnswer =
  | { readonly kind: 'response'; readonly payload: Buffer }
  | { readonly kind: 'error'; readonly payload: Buffer; readonly errorType: string }
  | { readonly kind: 'tooLarge' };

/** What the instance wants to know. */
export interface RuntimeListener {
  /** The runtime waits for an event: it has initialised, or the previous invocation is over. */
  onReady(): void;
  /** The runtime has answered the current invocation, but may still be busy with it. */
  onAnswer(answer: RuntimeAnswer): void;
  onInitError(payload: Buffer, errorType: string): void;
}

export interface RuntimeReply {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

type Reply = (reply: RuntimeReply) => void;
type State = 'started' | 'ready' | 'running' | 'answered' | 'initError';

export interface RuntimeApi {
  /** Answers a request, now or, for `next`, when there is an event. */
  handle(request: RuntimeRequest, reply: Reply): void;
  /** Hands over an event. The runtime must be ready. */
  deliver(event: RuntimeEvent): void;
  /** The connection on which `next` waited is gone: the runtime has to ask again. */
  forget(reply: Reply): void;
}

const json = ['Content-Type', 'application/json'] as const;
const prefix = '/2018-06-01';
const accepted: RuntimeReply = { status: 202, headers: [json], body: Buffer.from('{"status":"OK"}\n') };

export function createRuntimeApi(listener: RuntimeListener): RuntimeApi {
  let state: State = 'started';
  let waiting: Reply | undefined;
  /** Handed over while the runtime had lost its connection. */
  let undelivered: RuntimeEvent | undefined;
  let currentId: string | undefined;

  function handle(request: RuntimeRequest, reply: Reply): void {
    const path = request.path.startsWith(prefix) ? request.path.slice(prefix.length) : undefined;
    switch (path === undefined ? '' : `${request.method} ${path.split('?')[0]}`) {
      case 'GET /runtime/invocation/next':
        return next(reply);
      case 'POST /runtime/init/error':
        return initError(request, reply);
      case 'GET /ping':
        return reply({ status: 200, headers: [['Content-Type', 'text/plain']], body: Buffer.from('pong') });
      default:
        return invocation(request, path ?? '', reply);
    }
  }

  function next(reply: Reply): void {
    if (undelivered !== undefined) {
      reply(toEventReply(undelivered));
      undelivered = undefined;
      return;
    }
    if (waiting !== undefined || state === 'running' || state === 'initError') return refuse(reply, state);
    waiting = reply;
    const wasReady = state === 'ready';
    state = 'ready';
    currentId = undefined;
    if (!wasReady) listener.onReady();
  }

  function initError(request: RuntimeRequest, reply: Reply): void {
    if (state !== 'started') return refuse(reply, state);
    state = 'initError';
    reply(accepted);
    const payload = request.body === 'tooLarge' ? Buffer.from('{}') : request.body;
    listener.onInitError(payload, errorTypeOf(request.headers, 'Runtime.Unknown'));
  }

  function invocation(request: RuntimeRequest, path: string, reply: Reply): void {
    const match = /^\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(path);
    if (match === null) return reply(toError(404, 'NotFound', `no such path: ${request.path}`));
    if (request.method !== 'POST') return reply(toError(405, 'MethodNotAllowed', request.method));
    if (currentId === undefined || match[1] !== currentId) {
      return reply(toError(400, 'InvalidRequestID', 'Invalid request ID'));
    }
    if (state !== 'running') return refuse(reply, state);
    const mode = request.headers.get('lambda-runtime-function-response-mode');
    if (mode !== undefined && mode !== 'streaming') {
      return reply(toError(400, 'InvalidFunctionResponseMode', `unknown response mode: ${mode}`));
    }
    state = 'answered';
    reply(
      request.body === 'tooLarge'
        ? toError(
            413,
            'RequestEntityTooLarge',
            `Exceeded maximum allowed payload size (${maxResponseBytes} bytes).`,
          )
        : accepted,
    );
    listener.onAnswer(toAnswer(request, match[2] === 'error'));
  }

  return {
    handle,
    deliver(event) {
      const reply = waiting;
      waiting = undefined;
      state = 'running';
      currentId = event.requestId;
      if (reply === undefined) undelivered = event;
      else reply(toEventReply(event));
    },
    forget(reply) {
      if (waiting === reply) waiting = undefined;
    },
  };
}

function toEventReply(event: RuntimeEvent): RuntimeReply {
  const headers: [string, string][] = [
    ['Content-Type', 'application/json'],
    ['Lambda-Runtime-Aws-Request-Id', event.requestId],
    ['Lambda-Runtime-Deadline-Ms', String(Math.round(event.deadlineEpochMs))],
    ['Lambda-Runtime-Invoked-Function-Arn', event.functionArn],
  ];
  if (event.traceId !== undefined) headers.push(['Lambda-Runtime-Trace-Id', event.traceId]);
  if (event.clientContext !== undefined) {
    headers.push(['Lambda-Runtime-Client-Context', event.clientContext]);
  }
  return { status: 200, headers, body: event.payload };
}

function toAnswer({ headers, trailers, body }: RuntimeRequest, isError: boolean): RuntimeAnswer {
  if (body === 'tooLarge') return { kind: 'tooLarge' };
  if (isError) return { kind: 'error', payload: body, errorType: errorTypeOf(headers, 'Function.Unknown') };
  // A streamed response that failed midway says so after its body.
  if (trailers.has('lambda-runtime-function-error-type')) {
    const text = trailers.get('lambda-runtime-function-error-body') ?? '';
    return {
      kind: 'error',
      payload: Buffer.from(text, 'base64'),
      errorType: errorTypeOf(trailers, 'Function.Unknown'),
    };
  }
  return { kind: 'response', payload: body };
}

function errorTypeOf(fields: ReadonlyMap<string, string>, unknown: string): string {
  const type = fields.get('lambda-runtime-function-error-type') ?? '';
  return /^(Runtime|Function)\.[A-Z][a-zA-Z]+$/.test(type) ? type : unknown;
}

function refuse(reply: Reply, state: State): void {
  reply(toError(403, 'InvalidStateTransition', `Transition from ${state} is not allowed`));
}

function toError(status: number, errorType: string, errorMessage: string): RuntimeReply {
  return { status, headers: [json], body: Buffer.from(JSON.stringify({ errorMessage, errorType })) };
}
