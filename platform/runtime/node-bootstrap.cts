/**
 * Begins a Node.js function: loads its handler, then answers the events that the platform sends.
 *
 * It is on the path of every cold start: scripts and a bare socket save several milliseconds over modules and node:http.
 */
(() => {
  type Frame = import('./bootstrap-parts.ts').Frame;
  type FunctionError = import('./bootstrap-parts.ts').FunctionError;
  type Handler = import('./bootstrap-parts.ts').Handler;
  type CompileCachePart = import('./bootstrap-parts.ts').CompileCachePart;
  type ResponseStreams = typeof import('./node-framed-response.mts');
  type Stream = ReturnType<ResponseStreams['openResponseStream']>;

  interface Invocation {
    readonly call: number;
    readonly requestId: string;
    readonly tenantId: string | undefined;
    /** Set while it runs: settles it, once. */
    settle: ((error: FunctionError | undefined, result: string) => void) | undefined;
    /** What a callback left to be sent when the event loop is empty. */
    whenIdle: (() => void) | undefined;
    /** The platform has no room for more of its streamed response. */
    isHeld: boolean;
    whenReleased: (() => void) | undefined;
  }

  const load: (file: string) => unknown = require;
  const { connect } = load('./node-connection.cjs') as import('./bootstrap-parts.ts').ConnectionPart;
  const { createContexts, readEvent, toFunctionError, toOutcome } = load(
    './node-invocation.cjs',
  ) as import('./bootstrap-parts.ts').InvocationPart;
  const { loadHandler, toNamed } = load('./node-handler.cjs') as import('./bootstrap-parts.ts').HandlerPart;
  const { takeConsole } = load('./node-log.cjs') as import('./bootstrap-parts.ts').LogPart;

  /** As `invocation-frames.ts` has them. */
  const fromPlatform = { event: 1, hold: 2, release: 3, noted: 4 } as const;
  const toPlatform = {
    ready: 1,
    response: 2,
    error: 3,
    initError: 4,
    streamBegin: 5,
    streamPart: 6,
    streamEnd: 7,
    streamError: 8,
    done: 9,
    compileCache: 10,
  } as const;
  const lastWord = 0x80;

  /** Once, when the environment is that of the function. */
  function begin(): void {
    const env = process.env;
    const compileCachePath = env['FAASMARK_COMPILE_CACHE'];
    delete env['FAASMARK_COMPILE_CACHE'];
    const concurrency = Number(env['AWS_LAMBDA_MAX_CONCURRENCY'] ?? 1);
    const isConcurrent = concurrency > 1;
    const exitAfterRejection = 128;
    const exitAfterException = 129;
    const streaming = Symbol.for('aws.lambda.runtime.handler.streaming');

    const skewMs = Number(env['FAASMARK_CLOCK_SKEW_MS'] ?? 0);
    if (skewMs !== 0) globalThis.Date = skewClock(Date, skewMs);

    let exitCode: number | undefined;
    /** Last words that the platform has not noted yet. */
    let unnoted = 0;
    let handler: Handler = () => undefined;
    let logError: ReturnType<typeof takeConsole> = () => undefined;
    /** Loaded only where it is needed. */
    let responseStreams: ResponseStreams | undefined;
    /** Of an instance that is to make it, until it has. */
    let compileCache: CompileCachePart | undefined;

    const running = new Map<number, Invocation>();
    let latest: Pick<Invocation, 'requestId' | 'tenantId'> = { requestId: 'undefined', tenantId: undefined };
    /** Tells whose log line it is, where several invocations run at once. */
    const current = isConcurrent
      ? new (process.getBuiltinModule('node:async_hooks').AsyncLocalStorage)<Invocation>()
      : undefined;
    const createContext = createContexts(env);
    const connection = connect({ env, isShared: isConcurrent, onFrame });

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

    function onFrame({ type, channel, payload }: Frame): void {
      switch (type) {
        case fromPlatform.event:
          return take(channel, payload);
        case fromPlatform.hold:
        case fromPlatform.release:
          return setHeld(running.get(channel), type === fromPlatform.hold);
        case fromPlatform.noted:
          if (--unnoted === 0) process.exit(exitCode);
      }
    }

    function setHeld(invocation: Invocation | undefined, isHeld: boolean): void {
      if (invocation === undefined) return;
      const { whenReleased } = invocation;
      invocation.isHeld = isHeld;
      if (isHeld) return;
      invocation.whenReleased = undefined;
      whenReleased?.();
    }

    function take(call: number, frame: Buffer): void {
      const event = readEvent(frame);
      const { requestId, tenantId } = event;
      const invocation: Invocation = {
        call,
        requestId,
        tenantId,
        settle: undefined,
        whenIdle: undefined,
        isHeld: false,
        whenReleased: undefined,
      };
      latest = invocation;
      running.set(call, invocation);
      if (current !== undefined) return current.run(invocation, run, invocation, event);
      // The handler alone decides whether the event loop has something to do.
      connection.hold(false);
      // One for all that run at once would be wrong for most.
      if (event.traceId !== undefined) env['_X_AMZN_TRACE_ID'] = event.traceId;
      run(invocation, event);
    }

    function run(invocation: Invocation, event: ReturnType<typeof readEvent>): void {
      const stream = responseStreams && openStream(invocation, responseStreams);
      const settle = (error: FunctionError | undefined, result: string): void => {
        invocation.settle = undefined;
        invocation.whenIdle = undefined;
        connection.hold(true);
        answer(invocation.call, stream, error, result);
        running.delete(invocation.call);
        if (compileCache !== undefined) setImmediate(sendCompileCache);
      };
      invocation.settle = settle;
      /** Later answers to the same invocation have no effect. */
      const isRunning = (): boolean => invocation.settle !== undefined;
      const succeed = (result: unknown): void => {
        if (isRunning()) settle(...toOutcome(result));
      };
      const fail = (error: unknown): void => {
        if (!isRunning()) return;
        const described = toFunctionError(error);
        logError('Invoke Error', described);
        settle(described, '');
      };

      let parsed: unknown;
      try {
        parsed = JSON.parse(event.payload);
      } catch (error) {
        return fail(Object.assign(error as Error, { name: 'Runtime.UnmarshalError' }));
      }
      const context = createContext(event, succeed, fail);
      try {
        if (stream !== undefined) {
          const returned = Promise.resolve(handler(parsed, stream, context));
          invocation.whenIdle = responseStreams?.settleWithStream(stream, returned, succeed, fail);
          return;
        }
        const callback = (error?: unknown, result?: unknown): void => {
          if (!isRunning()) return;
          if (error !== undefined && error !== null) fail(error);
          // Where several run at once the event loop is never empty.
          else if (context.callbackWaitsForEmptyEventLoop && !isConcurrent)
            invocation.whenIdle = () => succeed(result);
          else succeed(result);
        };
        const returned = handler(parsed, context, callback);
        if (isThenable(returned)) returned.then(succeed, fail);
      } catch (error) {
        fail(error);
      }
    }

    /** Of a response that was streamed only how it broke is left to be said, and that nothing follows. */
    function answer(
      call: number,
      stream: Stream | undefined,
      error: FunctionError | undefined,
      result: string,
    ): void {
      if (stream?.hasBegun() === true) {
        if (error !== undefined) stream.fail(error);
        sendLast(toPlatform.done, call, '');
      } else if (error === undefined) sendLast(toPlatform.response, call, result);
      else sendLast(toPlatform.error, call, toErrorText(error));
    }

    /** What is said last before the process exits has to come to the platform before it does. */
    function sendLast(type: number, call: number, text: string): void {
      const isLast = exitCode !== undefined;
      if (isLast) unnoted++;
      connection.send(isLast ? type + lastWord : type, call, text);
    }

    function toErrorText(error: { readonly errorType: string }): string {
      return `${error.errorType}\0${JSON.stringify(error)}`;
    }

    /** After the answer: nobody waits for it. */
    function sendCompileCache(): void {
      const data = compileCache?.toCompileCache();
      compileCache = undefined;
      if (data !== undefined) connection.sendBytes(toPlatform.compileCache, 0, data);
    }

    function useCompileCache(path: string): void {
      const part = load('./node-compile-cache.cjs') as CompileCachePart;
      part.useCompileCache(path === '' ? undefined : path);
      if (path === '') compileCache = part;
    }

    function openStream(invocation: Invocation, { openResponseStream }: ResponseStreams): Stream {
      const { call } = invocation;
      return openResponseStream({
        begin: (contentType) => connection.send(toPlatform.streamBegin, call, contentType),
        take: (part) => connection.sendBytes(toPlatform.streamPart, call, part) && !invocation.isHeld,
        onRoom(callback) {
          if (invocation.isHeld) invocation.whenReleased = callback;
          else connection.onDrain(callback);
        },
        end(error) {
          if (error === undefined) connection.send(toPlatform.streamEnd, call, '');
          else connection.send(toPlatform.streamError, call, toErrorText(error));
        },
      });
    }

    function isThenable(value: unknown): value is PromiseLike<unknown> {
      return (
        typeof value === 'object' && value !== null && typeof (value as Promise<unknown>).then === 'function'
      );
    }

    /** An error that nobody caught ends the process, after the invocations were told. */
    function die(error: FunctionError, code: number): void {
      if (exitCode !== undefined) return;
      exitCode = code;
      if (running.size === 0) process.exit(code);
      logError('Uncaught Exception', error);
      for (const { settle } of running.values()) settle?.(error, '');
    }

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
      const [invocation] = running.values();
      if (invocation?.whenIdle !== undefined) invocation.whenIdle();
      // The handler neither answered nor left anything that could still answer.
      else invocation?.settle?.(undefined, 'null');
    });

    async function start(): Promise<void> {
      try {
        const isJson = env['AWS_LAMBDA_LOG_FORMAT'] === 'JSON';
        const jsonLog = isJson ? await import('./node-json-log.mts') : undefined;
        logError = takeConsole(env, () => current?.getStore() ?? latest, jsonLog);
        if (compileCachePath !== undefined) useCompileCache(compileCachePath);
        handler = await loadHandler(env);
        if (streaming in handler) responseStreams = await import('./node-framed-response.mts');
        connection.send(toPlatform.ready, concurrency, '');
      } catch (error) {
        const described = toFunctionError(error);
        logError('Uncaught Exception', described);
        exitCode = 1;
        sendLast(toPlatform.initError, 0, toErrorText(described));
      }
    }

    void start();
  }

  module.exports = { begin };
  // One that waited for its function is begun by who made it wait.
  if (require.main === module) begin();
})();
