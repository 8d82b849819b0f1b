/**
 * Begins a Node.js function: loads its handler, then answers events of the Lambda Runtime API one after another.
 *
 * It is on the path of every cold start: CommonJS, no import and a bare socket save several milliseconds over modules
 * and node:http.
 */
(() => {
  const net = process.getBuiltinModule('node:net');
  const paths = process.getBuiltinModule('node:path');
  const { existsSync, readFileSync, writeSync } = process.getBuiltinModule('node:fs');
  const { createRequire } = process.getBuiltinModule('node:module');
  const { pathToFileURL } = process.getBuiltinModule('node:url');
  const { format } = process.getBuiltinModule('node:util');

  type Socket = ReturnType<typeof net.connect>;
  type Callback = (error?: unknown, result?: unknown) => void;
  type Handler = (event: unknown, ...rest: unknown[]) => unknown;
  type ResponseStreams = typeof import('./node-chunked-response.mts');
  type JsonLog = typeof import('./node-json-log.mts');
  /** What `node-compile-cache.cts` exports. */
  interface CompileCache {
    useCompileCache(path: string | undefined): void;
    toCompileCache(): Buffer;
  }
  interface Reply {
    readonly headers: ReadonlyMap<string, string>;
    readonly body: string;
  }
  interface FunctionError {
    readonly errorType: string;
    readonly errorMessage: string;
    readonly trace: readonly string[];
  }
  /** What runs on one connection: one invocation after another. */
  interface Line {
    readonly socket: Socket;
    requestId: string;
    tenantId: string | undefined;
    /** Set while an invocation runs: settles it, once. */
    settle: ((error: FunctionError | undefined, result: string) => void) | undefined;
    /** What a callback left to be sent when the event loop is empty. */
    whenIdle: (() => void) | undefined;
    /** Replies that are still to come and that nobody waits for: to posted results. */
    ignoredReplies: number;
    unread: Buffer;
  }

  const env = process.env;
  const api = env['AWS_LAMBDA_RUNTIME_API'];
  const connection = env['FAASMARK_RUNTIME_CONNECTION'];
  delete env['FAASMARK_RUNTIME_CONNECTION'];
  const compileCachePath = env['FAASMARK_COMPILE_CACHE'];
  delete env['FAASMARK_COMPILE_CACHE'];
  const taskRoot = env['LAMBDA_TASK_ROOT'] ?? process.cwd();
  const concurrency = Number(env['AWS_LAMBDA_MAX_CONCURRENCY'] ?? 1);
  const isConcurrent = concurrency > 1;
  const prefix = '/2018-06-01/runtime';
  const nextRequest = toRequest('GET', '/invocation/next', '', '');
  const stdout = 1;
  const stderr = 2;
  const exitAfterRejection = 128;
  const exitAfterException = 129;
  const streaming = Symbol.for('aws.lambda.runtime.handler.streaming');

  const skewMs = Number(env['FAASMARK_CLOCK_SKEW_MS'] ?? 0);
  if (skewMs !== 0) globalThis.Date = skewClock(Date, skewMs);

  let exitCode: number | undefined;
  let handler: Handler = () => undefined;
  /** Loaded only where they are needed. */
  let jsonLog: JsonLog | undefined;
  let responseStreams: ResponseStreams | undefined;
  /** Of an instance that is to make it, until it has. */
  let compileCache: CompileCache | undefined;

  const lines: Line[] = [];
  const firstLine = open();
  /** Tells whose log line it is, where several invocations run at once. */
  const currentLine = isConcurrent
    ? new (process.getBuiltinModule('node:async_hooks').AsyncLocalStorage)<Line>()
    : undefined;

  function open(): Line {
    const socket = connect();
    const line: Line = {
      socket,
      requestId: 'undefined',
      tenantId: undefined,
      settle: undefined,
      whenIdle: undefined,
      ignoredReplies: 0,
      unread: Buffer.alloc(0),
    };
    lines.push(line);
    socket.on('data', (chunk: Buffer) => {
      line.unread = line.unread.length === 0 ? chunk : Buffer.concat([line.unread, chunk]);
      for (let reply = takeReply(line); reply !== undefined; reply = takeReply(line)) {
        if (line.ignoredReplies > 0) line.ignoredReplies--;
        else if (currentLine === undefined) run(line, reply);
        else currentLine.run(line, run, line, reply);
      }
      if (exitCode !== undefined && lines.every(({ ignoredReplies }) => ignoredReplies === 0)) {
        process.exit(exitCode);
      }
    });
    // Without the platform there is nothing left to do.
    socket.on('error', () => process.exit(1));
    socket.on('close', () => process.exit(1));
    return line;
  }

  /** A declared fault: what the function says of the time is wrong by so much. */
  function skewClock(clock: DateConstructor, aheadMs: number): DateConstructor {
    const now = (): number => clock.now() + aheadMs;
    return new Proxy(clock, {
      apply: () => new clock(now()).toString(),
      construct: (target, args: [], newTarget) =>
        Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
      get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
    });
  }

  /** A connection that the platform handed over saves a port and the time to connect. */
  function connect(): Socket {
    if (connection?.startsWith('/') === true) return net.connect(connection);
    if (connection !== undefined) return new net.Socket({ fd: Number(connection) });
    const [host = '', port = ''] = (api ?? '').split(':');
    return net.connect({ host, port: Number(port), noDelay: true });
  }

  function toRequest(method: string, path: string, body: string, errorType: string): string {
    const type = errorType === '' ? '' : `Lambda-Runtime-Function-Error-Type: ${errorType}\r\n`;
    const length = method === 'GET' ? '' : `Content-Length: ${Buffer.byteLength(body)}\r\n`;
    return `${toHead(method, path)}Content-Type: application/json\r\n${type}${length}\r\n${body}`;
  }

  function toHead(method: string, path: string): string {
    return `${method} ${prefix}${path} HTTP/1.1\r\nHost: ${api ?? 'platform'}\r\n`;
  }

  /** The platform always states the length of a reply. */
  function takeReply(line: Line): Reply | undefined {
    const { unread } = line;
    const headEnd = unread.indexOf('\r\n\r\n');
    if (headEnd === -1) return undefined;
    const fields = unread.toString('latin1', 0, headEnd).split('\r\n').slice(1);
    const headers = new Map(
      fields.map((field) => {
        const colon = field.indexOf(':');
        return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
      }),
    );
    const bodyStart = headEnd + 4;
    const bodyEnd = bodyStart + Number(headers.get('content-length') ?? 0);
    if (unread.length < bodyEnd) return undefined;
    line.unread = unread.subarray(bodyEnd);
    return { headers, body: unread.toString('utf8', bodyStart, bodyEnd) };
  }

  function run(line: Line, { headers, body }: Reply): void {
    const { socket } = line;
    const id = headers.get('lambda-runtime-aws-request-id') ?? '';
    line.requestId = id;
    // Somebody has to ask for the next event while this one is under way.
    const isFree = ({ settle }: Line): boolean => settle === undefined;
    if (lines.length < concurrency && !lines.some((other) => other !== line && isFree(other))) {
      open().socket.write(nextRequest);
    }
    line.tenantId = headers.get('lambda-runtime-aws-tenant-id');
    // The handler alone decides whether the event loop has something to do.
    if (!isConcurrent) socket.unref();
    const stream = responseStreams && openStream(line, responseStreams);
    const current = (error: FunctionError | undefined, result: string): void => {
      line.settle = undefined;
      line.whenIdle = undefined;
      socket.ref();
      // Answer and next question in one packet: the platform reads them one after the other.
      line.ignoredReplies++;
      const answer = toAnswer(id, stream, error, result);
      socket.write(exitCode === undefined ? answer + nextRequest : answer);
      if (compileCache !== undefined) setImmediate(sendCompileCache);
    };
    line.settle = current;
    /** Later answers to the same invocation have no effect. */
    const isCurrent = (): boolean => line.settle === current;
    const succeed = (result: unknown): void => {
      if (isCurrent()) current(...toOutcome(result));
    };
    const fail = (error: unknown): void => {
      if (!isCurrent()) return;
      const described = toFunctionError(error);
      logError('Invoke Error', described);
      current(described, '');
    };

    let event: unknown;
    try {
      event = JSON.parse(body);
    } catch (error) {
      return fail(Object.assign(error as Error, { name: 'Runtime.UnmarshalError' }));
    }
    const context = toContext(line, headers, succeed, fail);
    try {
      if (stream !== undefined) {
        finishWithStream(line, stream, Promise.resolve(handler(event, stream, context)), succeed, fail);
        return;
      }
      const callback: Callback = (error, result) => {
        if (!isCurrent()) return;
        if (error !== undefined && error !== null) fail(error);
        // Where several run at once the event loop is never empty.
        else if (context.callbackWaitsForEmptyEventLoop && !isConcurrent)
          line.whenIdle = () => succeed(result);
        else succeed(result);
      };
      const returned = handler(event, context, callback);
      if (isThenable(returned)) returned.then(succeed, fail);
    } catch (error) {
      fail(error);
    }
  }

  /** After the answer: nobody waits for it. */
  function sendCompileCache(): void {
    const data = compileCache?.toCompileCache();
    compileCache = undefined;
    if (data === undefined) return;
    firstLine.socket.write(
      `POST /faasmark/compile-cache HTTP/1.1\r\nHost: platform\r\nContent-Length: ${data.length}\r\n\r\n`,
    );
    firstLine.socket.write(data);
  }

  function useCompileCache(path: string): void {
    const load: (file: string) => unknown = require;
    const parts = load('./node-compile-cache.cjs') as CompileCache;
    parts.useCompileCache(path === '' ? undefined : path);
    if (path === '') compileCache = parts;
  }

  type Stream = ReturnType<ResponseStreams['openResponseStream']>;

  function openStream({ socket, requestId }: Line, { openResponseStream }: ResponseStreams): Stream {
    return openResponseStream(
      {
        write: (data) => socket.write(data),
        onDrain: (callback) => void socket.once('drain', callback),
      },
      (contentType) =>
        `${toHead('POST', `/invocation/${requestId}/response`)}Content-Type: ${contentType}\r\n`,
    );
  }

  /** What is left to be sent: nothing of a response that was streamed, but how it broke. */
  function toAnswer(
    id: string,
    stream: Stream | undefined,
    error: FunctionError | undefined,
    result: string,
  ): string {
    if (stream?.hasBegun() === true) {
      if (error !== undefined) stream.fail(error);
      return '';
    }
    return error === undefined
      ? toRequest('POST', `/invocation/${id}/response`, result, '')
      : toRequest('POST', `/invocation/${id}/error`, JSON.stringify(error), error.errorType);
  }

  /** A streamed response is over when the handler is and the stream has ended, by itself or for want of anything to do. */
  function finishWithStream(
    line: Line,
    stream: Stream,
    returned: Promise<unknown>,
    succeed: (result: unknown) => void,
    fail: (error: unknown) => void,
  ): void {
    let isOver = false;
    const check = (): void => {
      if (!isOver || !stream.closed) return;
      if (stream.writableFinished) succeed(null);
      else fail(new Error('The response stream was destroyed before it ended'));
    };
    const end = (): void => {
      isOver = true;
      check();
    };
    stream.once('close', check);
    returned.then(end, fail);
    line.whenIdle = () => {
      stream.end();
      end();
    };
  }

  function toContext(
    line: Line,
    headers: ReadonlyMap<string, string>,
    succeed: (result: unknown) => void,
    fail: (error: unknown) => void,
  ): { callbackWaitsForEmptyEventLoop: boolean } {
    const deadlineEpochMs = Number(headers.get('lambda-runtime-deadline-ms'));
    const clientContext = headers.get('lambda-runtime-client-context');
    const traceId = headers.get('lambda-runtime-trace-id');
    // One for all that run at once would be wrong for most.
    if (traceId !== undefined && !isConcurrent) env['_X_AMZN_TRACE_ID'] = traceId;
    return Object.assign(
      { callbackWaitsForEmptyEventLoop: true },
      {
        awsRequestId: line.requestId,
        functionName: env['AWS_LAMBDA_FUNCTION_NAME'],
        functionVersion: env['AWS_LAMBDA_FUNCTION_VERSION'],
        invokedFunctionArn: headers.get('lambda-runtime-invoked-function-arn'),
        memoryLimitInMB: env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
        logGroupName: env['AWS_LAMBDA_LOG_GROUP_NAME'],
        logStreamName: env['AWS_LAMBDA_LOG_STREAM_NAME'],
        clientContext: clientContext === undefined ? undefined : parseUtf8(clientContext),
        identity: undefined,
        tenantId: line.tenantId,
        getRemainingTimeInMillis: () => Math.max(0, deadlineEpochMs - Date.now()),
        succeed,
        fail: (error: unknown) => fail(error ?? 'handled'),
        done: (error: unknown, result: unknown) =>
          error === undefined || error === null ? succeed(result) : fail(error),
      },
    );
  }

  /** Headers are read byte by byte; their JSON is UTF-8. */
  function parseUtf8(header: string): unknown {
    return JSON.parse(Buffer.from(header, 'latin1').toString('utf8'));
  }

  function toOutcome(result: unknown): [FunctionError | undefined, string] {
    try {
      // What JSON has no word for is null, as on Lambda.
      return [undefined, JSON.stringify(result) ?? 'null'];
    } catch (error) {
      return [{ ...toFunctionError(error), errorType: 'Runtime.MarshalError' }, ''];
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

  function isThenable(value: unknown): value is PromiseLike<unknown> {
    return (
      typeof value === 'object' && value !== null && typeof (value as Promise<unknown>).then === 'function'
    );
  }

  /** `folder/file.export`, with or without an extension of its own. */
  async function loadHandler(): Promise<Handler> {
    const name = env['_HANDLER'] ?? '';
    const match = /^(.*?)([^/]*?)\.(.+)$/.exec(name);
    if (match === null || name.includes('..')) {
      throw toNamed('Runtime.MalformedHandlerName', `Bad handler: '${name}'`);
    }
    const [, folder = '', file = '', exportPath = ''] = match;
    const base = paths.resolve(paths.isAbsolute(taskRoot) ? taskRoot : process.cwd(), folder, file);
    const found = ['.js', '.mjs', '.cjs']
      .map((extension) => base + extension)
      .find((path) => existsSync(path));
    if (found === undefined) {
      throw toNamed('Runtime.ImportModuleError', `Error: Cannot find module '${paths.join(folder, file)}'`);
    }
    const isModule = found.endsWith('.mjs') || (found.endsWith('.js') && isInModulePackage(folder));
    let exported: unknown;
    try {
      exported = isModule ? await import(pathToFileURL(found).href) : createRequire(found)(found);
    } catch (error) {
      if (error instanceof SyntaxError) throw toNamed('Runtime.UserCodeSyntaxError', String(error), error);
      const { code } = error as NodeJS.ErrnoException;
      const isImport = code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND';
      throw isImport ? toNamed('Runtime.ImportModuleError', String(error), error as Error) : error;
    }
    for (const key of exportPath.split('.'))
      exported = (exported as Record<string, unknown> | undefined)?.[key];
    if (exported === undefined) {
      throw toNamed('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
    }
    if (typeof exported !== 'function') throw toNamed('Runtime.HandlerNotFound', `${name} is not a function`);
    return exported as Handler;
  }

  /** As Node.js decides it, but never by a package.json above the function's own folder. */
  function isInModulePackage(folder: string): boolean {
    const parts = folder.split('/').filter(Boolean);
    for (let depth = parts.length; depth >= 0; depth--) {
      const file = paths.join(taskRoot, ...parts.slice(0, depth), 'package.json');
      if (existsSync(file)) {
        return (JSON.parse(readFileSync(file, 'utf8')) as { type?: string }).type === 'module';
      }
    }
    return false;
  }

  function toNamed(name: string, message: string, cause?: Error): Error {
    const error = new Error(message);
    error.name = name;
    if (cause?.stack !== undefined) error.stack = `${name}: ${cause.stack}`;
    return error;
  }

  function log(descriptor: number, level: string, ...values: unknown[]): void {
    const { requestId, tenantId } = currentLine?.getStore() ?? firstLine;
    writeFully(
      descriptor,
      jsonLog === undefined
        ? // As Lambda's: time, invocation, level, text.
          `${new Date().toISOString()}\t${requestId}\t${level}\t${format(...values)}\n`
        : `${jsonLog.toJsonLine(level, requestId, tenantId, values)}\n`,
    );
  }

  function logError(what: string, error: FunctionError): void {
    const { trace: stackTrace, ...described } = error;
    if (jsonLog === undefined) log(stderr, 'ERROR', `${what}\t${JSON.stringify(error)}`);
    else log(stderr, 'ERROR', { ...described, stackTrace });
  }

  /** Waits until it is written: no answer may overtake its log. */
  function writeFully(descriptor: number, text: string): void {
    let rest = Buffer.from(text);
    while (rest.length > 0) {
      try {
        rest = rest.subarray(writeSync(descriptor, rest));
      } catch (error) {
        // Full, if the function has used process.stdout itself; anything else is a reader that is gone.
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      }
    }
  }

  function replaceConsole(): void {
    const levels = {
      debug: 'DEBUG',
      error: 'ERROR',
      info: 'INFO',
      log: 'INFO',
      trace: 'TRACE',
      warn: 'WARN',
    };
    const least = env['AWS_LAMBDA_LOG_LEVEL'] ?? 'TRACE';
    for (const [method, level] of Object.entries(levels)) {
      const isError = method === 'error' || method === 'warn';
      console[method as 'log'] = (...values: unknown[]) => {
        if (jsonLog?.isWanted(level, least) === false) return;
        log(isError ? stderr : stdout, level, ...values);
      };
    }
  }

  /** An error that nobody caught ends the process, after the invocations were told. */
  function die(error: FunctionError, code: number): void {
    if (exitCode !== undefined) return;
    exitCode = code;
    const running = lines.filter(({ settle }) => settle !== undefined);
    if (running.length === 0) process.exit(code);
    logError('Uncaught Exception', error);
    for (const { settle } of running) settle?.(error, '');
  }

  replaceConsole();
  Object.assign(globalThis, {
    awslambda: {
      streamifyResponse: (streamed: Handler) => Object.assign(streamed, { [streaming]: 'response' }),
      HttpResponseStream: {
        from: (stream: Stream, prelude: unknown) =>
          responseStreams?.describeHttpResponse(stream, prelude) ?? stream,
      },
    },
  });
  process.on('uncaughtException', (error: unknown) => die(toFunctionError(error), exitAfterException));
  process.on('unhandledRejection', (reason: unknown) => {
    const described = toFunctionError(
      toNamed('Runtime.UnhandledPromiseRejection', String(reason), reason as Error),
    );
    die(described, exitAfterRejection);
  });
  process.on('beforeExit', () => {
    const { settle, whenIdle } = firstLine;
    if (whenIdle !== undefined) whenIdle();
    // The handler neither answered nor left anything that could still answer.
    else settle?.(undefined, 'null');
  });

  async function begin(): Promise<void> {
    try {
      if (env['AWS_LAMBDA_LOG_FORMAT'] === 'JSON') jsonLog = await import('./node-json-log.mts');
      if (compileCachePath !== undefined) useCompileCache(compileCachePath);
      handler = await loadHandler();
      if (streaming in handler) responseStreams = await import('./node-chunked-response.mts');
      firstLine.socket.write(nextRequest);
    } catch (error) {
      const described = toFunctionError(error);
      logError('Uncaught Exception', described);
      exitCode = 1;
      firstLine.ignoredReplies = 1;
      firstLine.socket.write(
        toRequest('POST', '/init/error', JSON.stringify(described), described.errorType),
      );
    }
  }

  void begin();
})();
