/** An invocation as a handler of Node.js sees it: the event, the context, and what its outcome is in words. */
(() => {
  type RuntimeEvent = import('./bootstrap-parts.ts').RuntimeEvent;
  type CreateContexts = import('./bootstrap-parts.ts').InvocationPart['createContexts'];
  type FunctionError = import('./bootstrap-parts.ts').FunctionError;

  /** Length of the head, head, payload; see `invocation-frames.ts`. */
  function readEvent(frame: Buffer): RuntimeEvent {
    const start = 4 + frame.readUInt32LE(0);
    const [requestId = '', deadline = '', functionArn = '', traceId = '', clientContext = '', tenantId = ''] =
      frame.toString('latin1', 4, start).split('\0');
    return {
      requestId,
      deadlineEpochMs: Number(deadline),
      functionArn,
      traceId: traceId || undefined,
      clientContext: clientContext || undefined,
      tenantId: tenantId || undefined,
      payload: frame.toString('utf8', start),
    };
  }

  const createContexts: CreateContexts = (env) => {
    /** Asking the environment costs a microsecond each time. Not before the first event: a copy of a snapshot is told its own then. */
    let constant: object | undefined;
    return (event, succeed, fail) => {
      constant ??= readConstant(env);
      const { requestId, deadlineEpochMs, functionArn, clientContext, tenantId } = event;
      return {
        callbackWaitsForEmptyEventLoop: true,
        awsRequestId: requestId,
        invokedFunctionArn: functionArn,
        ...constant,
        clientContext: clientContext === undefined ? undefined : parseUtf8(clientContext),
        tenantId,
        getRemainingTimeInMillis: () => Math.max(0, deadlineEpochMs - Date.now()),
        succeed,
        fail: (error: unknown) => fail(error ?? 'handled'),
        done: (error: unknown, result: unknown) =>
          error === undefined || error === null ? succeed(result) : fail(error),
      };
    };
  };

  function readConstant(env: NodeJS.ProcessEnv): object {
    return {
      functionName: env['AWS_LAMBDA_FUNCTION_NAME'],
      functionVersion: env['AWS_LAMBDA_FUNCTION_VERSION'],
      memoryLimitInMB: env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
      logGroupName: env['AWS_LAMBDA_LOG_GROUP_NAME'],
      logStreamName: env['AWS_LAMBDA_LOG_STREAM_NAME'],
      identity: undefined,
    };
  }

  /** The head is read byte by byte; its JSON is UTF-8. */
  function parseUtf8(text: string): unknown {
    return JSON.parse(Buffer.from(text, 'latin1').toString('utf8'));
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

  module.exports = { readEvent, createContexts, toFunctionError, toOutcome };
})();
