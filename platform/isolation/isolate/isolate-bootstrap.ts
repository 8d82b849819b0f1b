/**
 * Begins a Node.js function inside an isolate: loads its handler, then runs the events that the engine's host passes
 * on. Runs inside workerd, with nothing of the platform in reach.
 *
 * It is on the path of every cold start: what of Node.js workerd would have to load is asked for when it is used.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { type CommonJs, createCommonJs, type Files, type Require } from './common-js.ts';
import type { CallReply, FunctionError, InitCall, RunCall } from './calls.ts';

type Callback = (error?: unknown, result?: unknown) => void;
type Action = (...values: unknown[]) => void;
type Handler = (event: unknown, context: object, callback: Callback) => unknown;

/** Thrown by `process.exit`, so that nothing of the handler runs on. */
interface Exit {
  readonly exitStatus: number;
}

/** Made for the loader: CommonJS can ask workerd for its modules at once. */
const requirePath: string = './require.cjs';
const exitAfterRejection = 128;
const exitAfterException = 129;

/** The engine writes it at once, so that what was logged is there even when the isolate never comes back. */
// oxlint-disable-next-line no-console
const writeNow = console.log.bind(console);
const current = new AsyncLocalStorage<string>();
/** Settles an invocation, by request id. */
const running = new Map<string, (reply: CallReply) => void>();
let token = '';
let environment: Readonly<Record<string, string>> = {};
let requireBuiltIn: Require = () => undefined;
let handler: Handler = () => undefined;
/** Of the invocation that began last. */
let traceId: string | undefined;
/** Undefined until somebody has asked for it: workerd takes longer to load it than to make an isolate. */
let loadedProcess: NodeJS.Process | undefined;

/** Tells the platform that this isolate has the engine's only thread from now on. */
function mark(): void {
  writeNow(`${token} >`);
}

function writeLog(level: string, text: string): void {
  const requestId = current.getStore() ?? 'undefined';
  const time = new Date().toISOString();
  const line =
    environment['AWS_LAMBDA_LOG_FORMAT'] === 'JSON'
      ? JSON.stringify({ timestamp: time, level, requestId, message: text })
      : `${time}\t${requestId}\t${level}\t${text}`;
  writeNow(`${token} ${JSON.stringify(`${line}\n`)}`);
}

function replaceGlobals(): void {
  const levels = { debug: 'DEBUG', error: 'ERROR', info: 'INFO', log: 'INFO', trace: 'TRACE', warn: 'WARN' };
  for (const [method, level] of Object.entries(levels)) {
    console[method as 'log'] = (...values: unknown[]) => writeLog(level, toText(values));
  }
  for (const name of ['setTimeout', 'setInterval', 'setImmediate'] as const) markCallbacks(name);
  replaceProcess();
}

function toText(values: readonly unknown[]): string {
  const [first] = values;
  if (values.length === 1 && typeof first === 'string') return first;
  return (requireBuiltIn('node:util') as typeof import('node:util')).format(...values);
}

/** workerd's `process.exit` would end the engine's answer, not the isolate. */
function replaceProcess(): void {
  const define = (descriptor: PropertyDescriptor): void =>
    void Object.defineProperty(globalThis, 'process', { ...descriptor, configurable: true });
  const get = (): NodeJS.Process => {
    const process = requireBuiltIn('node:process') as NodeJS.Process;
    process.exit = (status) => exit(Number(status ?? process.exitCode ?? 0));
    define({ value: process, writable: true });
    loadedProcess = process;
    Object.assign(process.env, environment);
    tellTraceId();
    return process;
  };
  // To define over it would load it first.
  delete (globalThis as { process?: unknown }).process;
  define({ get, set: (value: unknown) => define({ value, writable: true }) });
}

function tellTraceId(): void {
  if (loadedProcess !== undefined && traceId !== undefined) loadedProcess.env['_X_AMZN_TRACE_ID'] = traceId;
}

function exit(exitStatus: number): never {
  for (const settle of running.values()) settle({ kind: 'exit', exitStatus });
  const thrown: Exit = { exitStatus };
  throw thrown as unknown as Error;
}

/**
 * What a timer calls has the thread, too, and nobody else catches what it throws. workerd loads Node.js's timers when
 * somebody asks for one, and so does this.
 */
function markCallbacks(name: 'setTimeout' | 'setInterval' | 'setImmediate'): void {
  const define = (descriptor: PropertyDescriptor): void =>
    void Object.defineProperty(globalThis, name, { ...descriptor, configurable: true });
  const get = (): unknown => {
    const timers = requireBuiltIn('node:timers') as Record<string, (...values: unknown[]) => unknown>;
    const value = (action: unknown, ...rest: unknown[]): unknown =>
      timers[name]?.(typeof action === 'function' ? toMarked(action as Action) : action, ...rest);
    define({ value, writable: true });
    return value;
  };
  define({ get, set: (value: unknown) => define({ value, writable: true }) });
}

function toMarked(action: Action): Action {
  return (...values) => {
    mark();
    try {
      action(...values);
    } catch (error) {
      if (!isExit(error)) die(toFunctionError(error), exitAfterException);
    }
  };
}

/** An error that nobody caught ends the isolate, after its invocations were told. */
function die(error: FunctionError, exitStatus: number): void {
  writeLog('ERROR', `Uncaught Exception\t${JSON.stringify(error)}`);
  for (const settle of running.values()) settle({ kind: 'error', error, exitStatus });
}

function watchUncaught(): void {
  const target = globalThis as unknown as EventTarget;
  target.addEventListener('unhandledrejection', (event) => {
    const { reason } = event as Event & { reason: unknown };
    if (isExit(reason)) return;
    die(
      toFunctionError(toNamed('Runtime.UnhandledPromiseRejection', String(reason), reason)),
      exitAfterRejection,
    );
  });
  target.addEventListener('error', (event) => {
    const { error } = event as Event & { error: unknown };
    if (!isExit(error)) die(toFunctionError(error), exitAfterException);
  });
}

async function initialise(call: InitCall): Promise<CallReply> {
  ({ token, environment } = call);
  mark();
  ({ default: requireBuiltIn } = (await import(requirePath)) as { default: Require });
  replaceGlobals();
  watchUncaught();
  if (call.importsProcess) void process;
  try {
    const commonJs = createCommonJs(call.files, requireBuiltIn);
    shareCommonJs(commonJs);
    handler = await loadHandler(environment['_HANDLER'] ?? '', call.files, commonJs);
    return { kind: 'ready' };
  } catch (error) {
    if (isExit(error)) return { kind: 'exit', exitStatus: error.exitStatus };
    const described = toFunctionError(error);
    writeLog('ERROR', `Uncaught Exception\t${JSON.stringify(described)}`);
    return { kind: 'error', error: described };
  }
}

/** ES modules of the package import its CommonJS files through this. */
function shareCommonJs(commonJs: CommonJs): void {
  Object.defineProperty(globalThis, Symbol.for('faasmark.commonjs'), {
    value: (path: string) => commonJs.load(path),
  });
}

/** `folder/file.export`, with or without an extension of its own. */
async function loadHandler(name: string, files: Files, commonJs: CommonJs): Promise<Handler> {
  const match = /^(.*?)([^/]*?)\.(.+)$/.exec(name);
  if (match === null || name.includes('..')) {
    throw toNamed('Runtime.MalformedHandlerName', `Bad handler: '${name}'`);
  }
  const [, folder = '', file = '', exportPath = ''] = match;
  const base = `${folder.replace(/^\.?\//, '')}${file}`;
  const path = ['.js', '.mjs', '.cjs']
    .map((extension) => base + extension)
    .find((one) => Object.hasOwn(files, one));
  if (path === undefined) {
    throw toNamed('Runtime.ImportModuleError', `Error: Cannot find module '${base}'`);
  }
  let exported: unknown;
  try {
    exported = files[path] === 'module' ? await import(`./task/${path}`) : commonJs.load(path);
  } catch (error) {
    throw toLoadError(error);
  }
  for (const key of exportPath.split('.'))
    exported = (exported as Record<string, unknown> | undefined)?.[key];
  if (exported === undefined)
    throw toNamed('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof exported !== 'function') throw toNamed('Runtime.HandlerNotFound', `${name} is not a function`);
  return exported as Handler;
}

function toLoadError(error: unknown): unknown {
  if (error instanceof SyntaxError) return toNamed('Runtime.UserCodeSyntaxError', String(error), error);
  const { code, message } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  const isImport = code === 'MODULE_NOT_FOUND' || message?.startsWith('No such module ') === true;
  return isImport ? toNamed('Runtime.ImportModuleError', String(error), error) : error;
}

async function run(call: RunCall): Promise<CallReply> {
  return await new Promise<CallReply>((resolve) => {
    const settle = (reply: CallReply): void => {
      if (running.delete(call.requestId)) resolve(reply);
    };
    running.set(call.requestId, settle);
    current.run(call.requestId, () => {
      mark();
      handle(call, settle);
    });
  });
}

function handle(call: RunCall, settle: (reply: CallReply) => void): void {
  const isCurrent = (): boolean => running.get(call.requestId) === settle;
  const succeed = (result: unknown): void => settle(toReply(result));
  const fail = (error: unknown): void => {
    if (!isCurrent() || isExit(error)) return;
    const described = toFunctionError(error);
    writeLog('ERROR', `Invoke Error\t${JSON.stringify(described)}`);
    settle({ kind: 'error', error: described });
  };
  let event: unknown;
  try {
    event = JSON.parse(call.payload);
  } catch (error) {
    return fail(Object.assign(error as Error, { name: 'Runtime.UnmarshalError' }));
  }
  ({ traceId } = call);
  tellTraceId();
  const callback: Callback = (error, result) =>
    error === undefined || error === null ? succeed(result) : fail(error);
  try {
    const returned = handler(event, toContext(call, succeed, fail), callback);
    if (isThenable(returned)) returned.then(succeed, fail);
  } catch (error) {
    fail(error);
  }
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

function toFunctionError(error: unknown): FunctionError {
  if (error instanceof Error || (typeof error === 'object' && error !== null && 'stack' in error)) {
    const { name, message, stack } = error as Error;
    return { errorType: name, errorMessage: message, trace: String(stack).split('\n') };
  }
  const errorMessage = typeof error === 'string' ? error : (JSON.stringify(error) ?? String(error));
  return { errorType: typeof error, errorMessage, trace: [] };
}

function toNamed(name: string, message: string, cause?: unknown): Error {
  const error = new Error(message);
  error.name = name;
  const stack = cause instanceof Error ? cause.stack : undefined;
  if (stack !== undefined) error.stack = `${name}: ${stack}`;
  return error;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as Promise<unknown>).then === 'function'
  );
}

function isExit(value: unknown): value is Exit {
  return typeof value === 'object' && value !== null && 'exitStatus' in value;
}

async function answer(request: Request): Promise<Response> {
  return new Response(JSON.stringify(await serve(request.url, await request.text())));
}

async function serve(url: string, text: string): Promise<CallReply> {
  if (url.endsWith('/load')) return { kind: 'ready' };
  return url.endsWith('/init')
    ? await initialise(JSON.parse(text) as InitCall)
    : await run(JSON.parse(text) as RunCall);
}

/** What workerd calls. */
export const bootstrap: { readonly fetch: typeof answer } = { fetch: answer };
