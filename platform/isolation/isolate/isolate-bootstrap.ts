/**
 * Begins a Node.js function inside an isolate: loads its handler, then runs the events that the engine's host passes
 * on. Runs inside workerd, with nothing of the platform in reach.
 *
 * It is on the path of every cold start: what of Node.js workerd would have to load is asked for when it is used.
 */
import type { CallReply, InitCall, RunCall } from './calls.ts';
import { type CommonJs, commonJsSymbol, createCommonJs, type Require } from './common-js.ts';
import { isExit, toFunctionError, toNamed } from './function-error.ts';
import { type Globals, replaceGlobals } from './isolate-globals.ts';
import { current, logError, mark, replaceConsole, setToken } from './isolate-log.ts';
import { loadHandler } from './load-handler.ts';
import { defineStreaming, openStream, prepareStreaming, type ReplyStream } from './streaming.ts';

type Callback = (error?: unknown, result?: unknown) => void;
type Handler = (...values: unknown[]) => unknown;

/** Made for the loader: CommonJS can ask workerd for its modules at once. */
const requirePath: string = './require.cjs';
const exitAfterRejection = 128;
const exitAfterException = 129;

/** Settles an invocation, by request id. */
const running = new Map<string, (reply: CallReply) => void>();
let environment: Readonly<Record<string, string>> = {};
let handler: Handler = () => undefined;
let globals: Globals | undefined;

function exit(exitStatus: number): never {
  for (const settle of running.values()) settle({ kind: 'exit', exitStatus });
  throw { exitStatus } as unknown as Error;
}

/** An error that nobody caught ends the isolate, after its invocations were told. */
function die(thrown: unknown, exitStatus = exitAfterException): void {
  const error = toFunctionError(thrown);
  logError('Uncaught Exception', error);
  for (const settle of running.values()) settle({ kind: 'error', error, exitStatus });
}

function watchUncaught(): void {
  const target = globalThis as unknown as EventTarget;
  target.addEventListener('unhandledrejection', (event) => {
    const { reason } = event as Event & { reason: unknown };
    if (isExit(reason)) return;
    die(toNamed('Runtime.UnhandledPromiseRejection', String(reason), reason), exitAfterRejection);
  });
  target.addEventListener('error', (event) => {
    const { error } = event as Event & { error: unknown };
    if (!isExit(error)) die(error);
  });
}

async function initialise(call: InitCall): Promise<CallReply> {
  ({ environment } = call);
  setToken(call.token);
  mark();
  const { default: requireBuiltIn } = (await import(requirePath)) as { default: Require };
  const loadFormat = (): typeof import('node:util').format =>
    (requireBuiltIn('node:util') as typeof import('node:util')).format;
  await replaceConsole({ environment, loadFormat });
  globals = replaceGlobals({ requireBuiltIn, environment, exit, die });
  watchUncaught();
  defineStreaming();
  if (call.importsProcess) void process;
  try {
    const commonJs = createCommonJs(call.files, requireBuiltIn);
    shareCommonJs(commonJs);
    handler = await loadHandler(environment['_HANDLER'] ?? '', call.files, commonJs);
    await prepareStreaming(handler);
    return { kind: 'ready' };
  } catch (error) {
    if (isExit(error)) return { kind: 'exit', exitStatus: error.exitStatus };
    const described = toFunctionError(error);
    logError('Uncaught Exception', described);
    return { kind: 'error', error: described };
  }
}

/** ES modules of the package import its CommonJS files through this. */
function shareCommonJs(commonJs: CommonJs): void {
  Object.defineProperty(globalThis, Symbol.for(commonJsSymbol), {
    value: (path: string) => commonJs.load(path),
  });
}

/** @returns the reply, or the response that brings it when it has been streamed. */
async function run(call: RunCall): Promise<CallReply | Response> {
  return await new Promise<CallReply | Response>((resolve) => {
    const streamed = openStream(resolve);
    const settle = (reply: CallReply): void => {
      if (running.delete(call.requestId) && streamed?.settle(reply) !== true) resolve(reply);
    };
    running.set(call.requestId, settle);
    current.run(call.requestId, () => {
      mark();
      handle(call, settle, streamed?.stream);
    });
  });
}

function handle(
  call: RunCall,
  settle: (reply: CallReply) => void,
  stream: ReplyStream['stream'] | undefined,
): void {
  const isCurrent = (): boolean => running.get(call.requestId) === settle;
  const succeed = (result: unknown): void => settle(toReply(result));
  const fail = (error: unknown): void => {
    if (!isCurrent() || isExit(error)) return;
    const described = toFunctionError(error);
    logError('Invoke Error', described);
    settle({ kind: 'error', error: described });
  };
  let event: unknown;
  try {
    event = JSON.parse(call.payload);
  } catch (error) {
    return fail(Object.assign(error as Error, { name: 'Runtime.UnmarshalError' }));
  }
  globals?.setTraceId(call.traceId);
  const callback: Callback = (error, result) =>
    error === undefined || error === null ? succeed(result) : fail(error);
  try {
    const context = toContext(call, succeed, fail);
    if (stream !== undefined) {
      const returned = Promise.resolve(handler(event, stream, context));
      return finishWithStream(stream, returned, () => settle({ kind: 'streamed' }), fail);
    }
    const returned = handler(event, context, callback);
    if (isThenable(returned)) returned.then(succeed, fail);
  } catch (error) {
    fail(error);
  }
}

/** A streamed response is over when the handler is and the stream has ended. */
function finishWithStream(
  stream: ReplyStream['stream'],
  returned: Promise<unknown>,
  succeed: () => void,
  fail: (error: unknown) => void,
): void {
  let isOver = false;
  const check = (): void => {
    if (!isOver || !stream.closed) return;
    if (stream.writableFinished) succeed();
    else fail(new Error('The response stream was destroyed before it ended'));
  };
  const end = (): void => {
    isOver = true;
    check();
  };
  stream.once('close', check);
  returned.then(end, fail);
}

function toContext(
  call: RunCall,
  succeed: (result: unknown) => void,
  fail: (error: unknown) => void,
): object {
  return {
    callbackWaitsForEmptyEventLoop: true,
    awsRequestId: call.requestId,
    functionName: environment['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: environment['AWS_LAMBDA_FUNCTION_VERSION'],
    invokedFunctionArn: call.functionArn,
    memoryLimitInMB: environment['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: environment['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: environment['AWS_LAMBDA_LOG_STREAM_NAME'],
    clientContext: call.clientContext === undefined ? undefined : JSON.parse(call.clientContext),
    identity: undefined,
    getRemainingTimeInMillis: () => Math.max(0, call.deadlineEpochMs - Date.now()),
    succeed,
    fail: (error: unknown) => fail(error ?? 'handled'),
    done: (error: unknown, result: unknown) =>
      error === undefined || error === null ? succeed(result) : fail(error),
  };
}

function toReply(result: unknown): CallReply {
  try {
    // What JSON has no word for is null, as on Lambda.
    return { kind: 'result', result: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    return { kind: 'error', error: { ...toFunctionError(error), errorType: 'Runtime.MarshalError' } };
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as Promise<unknown>).then === 'function'
  );
}

async function answer(request: Request): Promise<Response> {
  const reply = await serve(request.url, await request.text());
  return reply instanceof Response ? reply : new Response(JSON.stringify(reply));
}

async function serve(url: string, text: string): Promise<CallReply | Response> {
  if (url.endsWith('/load')) return { kind: 'ready' };
  return url.endsWith('/init')
    ? await initialise(JSON.parse(text) as InitCall)
    : await run(JSON.parse(text) as RunCall);
}

/** What workerd calls. */
export const bootstrap: { readonly fetch: typeof answer } = { fetch: answer };
