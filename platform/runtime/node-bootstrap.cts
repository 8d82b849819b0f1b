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

  type Callback = (error?: unknown, result?: unknown) => void;
  type Handler = (event: unknown, context: object, callback: Callback) => unknown;
  interface Reply {
    readonly headers: ReadonlyMap<string, string>;
    readonly body: string;
  }
  interface FunctionError {
    readonly errorType: string;
    readonly errorMessage: string;
    readonly trace: readonly string[];
  }

  const env = process.env;
  const api = env['AWS_LAMBDA_RUNTIME_API'];
  const connection = env['FAASMARK_RUNTIME_CONNECTION'];
  delete env['FAASMARK_RUNTIME_CONNECTION'];
  const taskRoot = env['LAMBDA_TASK_ROOT'] ?? process.cwd();
  const prefix = '/2018-06-01/runtime';
  const nextRequest = toRequest('GET', '/invocation/next', '', '');
  const stdout = 1;
  const stderr = 2;
  const exitAfterRejection = 128;
  const exitAfterException = 129;

  let requestId = 'undefined';
  /** Set while an invocation runs: settles it, once. */
  let settle: ((error: FunctionError | undefined, result: string) => void) | undefined;
  /** What a callback left to be sent when the event loop is empty. */
  let whenIdle: (() => void) | undefined;
  /** Replies that are still to come and that nobody waits for: to posted results. */
  let ignoredReplies = 0;
  let unread: Buffer = Buffer.alloc(0);
  let exitCode: number | undefined;

  const socket = connect();
  socket.on('data', (chunk: Buffer) => {
    unread = unread.length === 0 ? chunk : Buffer.concat([unread, chunk]);
    for (let reply = takeReply(); reply !== undefined; reply = takeReply()) {
      if (ignoredReplies > 0) ignoredReplies--;
      else run(reply);
    }
    if (exitCode !== undefined && ignoredReplies === 0) process.exit(exitCode);
  });
  // Without the platform there is nothing left to do.
  socket.on('error', () => process.exit(1));
  socket.on('close', () => process.exit(1));

  /** A connection that the platform handed over saves a port and the time to connect. */
  function connect(): import('node:net').Socket {
    if (connection !== undefined) return new net.Socket({ fd: Number(connection) });
    const [host = '', port = ''] = (api ?? '').split(':');
    return net.connect({ host, port: Number(port), noDelay: true });
  }

  function toRequest(method: string, path: string, body: string, errorType: string): string {
    const type = errorType === '' ? '' : `Lambda-Runtime-Function-Error-Type: ${errorType}\r\n`;
    const length = method === 'GET' ? '' : `Content-Length: ${Buffer.byteLength(body)}\r\n`;
    const head = `${method} ${prefix}${path} HTTP/1.1\r\nHost: ${api ?? 'platform'}\r\n`;
    return `${head}Content-Type: application/json\r\n${type}${length}\r\n${body}`;
  }

  /** The platform always states the length of a reply. */
  function takeReply(): Reply | undefined {
    const headEnd = unread.indexOf('\r\n\r\n');
    if (headEnd === -1) return undefined;
    const lines = unread.toString('latin1', 0, headEnd).split('\r\n').slice(1);
    const headers = new Map(
      lines.map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
    );
    const bodyStart = headEnd + 4;
    const bodyEnd = bodyStart + Number(headers.get('content-length') ?? 0);
    if (unread.length < bodyEnd) return undefined;
    const body = unread.toString('utf8', bodyStart, bodyEnd);
    unread = unread.subarray(bodyEnd);
    return { headers, body };
  }

  let handler: Handler = () => undefined;

  function run({ headers, body }: Reply): void {
    requestId = headers.get('lambda-runtime-aws-request-id') ?? '';
    const id = requestId;
    // The handler alone decides whether the event loop has something to do.
    socket.unref();
    settle = (error, result) => {
      settle = undefined;
      whenIdle = undefined;
      socket.ref();
      // Answer and next question in one packet: the platform reads them one after the other.
      ignoredReplies++;
      const answer =
        error === undefined
          ? toRequest('POST', `/invocation/${id}/response`, result, '')
          : toRequest('POST', `/invocation/${id}/error`, JSON.stringify(error), error.errorType);
      socket.write(exitCode === undefined ? answer + nextRequest : answer);
    };
    const current = settle;
    /** Later answers to the same invocation have no effect. */
    const isCurrent = (): boolean => settle === current;
    const succeed = (result: unknown): void => {
      if (isCurrent()) current(...toOutcome(result));
    };
    const fail = (error: unknown): void => {
      if (!isCurrent()) return;
      const described = toFunctionError(error);
      writeLog(stderr, 'ERROR', `Invoke Error\t${JSON.stringify(described)}`);
      current(described, '');
    };

    let event: unknown;
    try {
      event = JSON.parse(body);
    } catch (error) {
      return fail(Object.assign(error as Error, { name: 'Runtime.UnmarshalError' }));
    }
    const context = toContext(headers, succeed, fail);
    const callback: Callback = (error, result) => {
      if (!isCurrent()) return;
      if (error !== undefined && error !== null) fail(error);
      else if (context.callbackWaitsForEmptyEventLoop) whenIdle = () => succeed(result);
      else succeed(result);
    };
    try {
      const returned = handler(event, context, callback);
      if (isThenable(returned)) returned.then(succeed, fail);
    } catch (error) {
      fail(error);
    }
  }

  function toContext(
    headers: ReadonlyMap<string, string>,
    succeed: (result: unknown) => void,
    fail: (error: unknown) => void,
  ): { callbackWaitsForEmptyEventLoop: boolean } {
    const deadlineEpochMs = Number(headers.get('lambda-runtime-deadline-ms'));
    const clientContext = headers.get('lambda-runtime-client-context');
    const traceId = headers.get('lambda-runtime-trace-id');
    if (traceId !== undefined) env['_X_AMZN_TRACE_ID'] = traceId;
    return Object.assign(
      { callbackWaitsForEmptyEventLoop: true },
      {
        awsRequestId: requestId,
        functionName: env['AWS_LAMBDA_FUNCTION_NAME'],
        functionVersion: env['AWS_LAMBDA_FUNCTION_VERSION'],
        invokedFunctionArn: headers.get('lambda-runtime-invoked-function-arn'),
        memoryLimitInMB: env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
        logGroupName: env['AWS_LAMBDA_LOG_GROUP_NAME'],
        logStreamName: env['AWS_LAMBDA_LOG_STREAM_NAME'],
        clientContext: clientContext === undefined ? undefined : parseUtf8(clientContext),
        identity: undefined,
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

  /** As Lambda's: time, invocation, level, text. Waits until it is written: no answer may overtake its log. */
  function writeLog(descriptor: number, level: string, text: string): void {
    let rest = Buffer.from(`${new Date().toISOString()}\t${requestId}\t${level}\t${text}\n`);
    while (rest.length > 0) {
      try {
        rest = rest.subarray(writeSync(descriptor, rest));
      } catch (error) {
        // Full, if the function has used process.stdout itself; anything else is a reader that is gone.
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      }
    }
  }

  function prefixConsole(): void {
    const levels = {
      debug: 'DEBUG',
      error: 'ERROR',
      info: 'INFO',
      log: 'INFO',
      trace: 'TRACE',
      warn: 'WARN',
    };
    for (const [method, level] of Object.entries(levels)) {
      const isError = method === 'error' || method === 'warn';
      console[method as 'log'] = (...values: unknown[]) =>
        writeLog(isError ? stderr : stdout, level, format(...values));
    }
  }

  /** An error that nobody caught ends the process, after the invocation was told. */
  function die(error: FunctionError, code: number): void {
    if (exitCode !== undefined) return;
    exitCode = code;
    if (settle === undefined) process.exit(code);
    writeLog(stderr, 'ERROR', `Uncaught Exception\t${JSON.stringify(error)}`);
    settle(error, '');
  }

  prefixConsole();
  process.on('uncaughtException', (error: unknown) => die(toFunctionError(error), exitAfterException));
  process.on('unhandledRejection', (reason: unknown) => {
    const described = toFunctionError(
      toNamed('Runtime.UnhandledPromiseRejection', String(reason), reason as Error),
    );
    die(described, exitAfterRejection);
  });
  process.on('beforeExit', () => {
    if (whenIdle !== undefined) whenIdle();
    // The handler neither answered nor left anything that could still answer.
    else settle?.(undefined, 'null');
  });

  async function begin(): Promise<void> {
    try {
      handler = await loadHandler();
      socket.write(nextRequest);
    } catch (error) {
      const described = toFunctionError(error);
      writeLog(stderr, 'ERROR', `Uncaught Exception\t${JSON.stringify(described)}`);
      exitCode = 1;
      ignoredReplies = 1;
      socket.write(toRequest('POST', '/init/error', JSON.stringify(described), described.errorType));
    }
  }

  void begin();
})();
