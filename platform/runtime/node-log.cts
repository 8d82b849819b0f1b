/** The log of a Node.js function: what it writes to `console`, with the time and its invocation, as Lambda's has it. */
(() => {
  const { writeSync } = process.getBuiltinModule('node:fs');
  const { format } = process.getBuiltinModule('node:util');

  type FunctionError = import('./bootstrap-parts.ts').FunctionError;
  type TakeConsole = import('./bootstrap-parts.ts').LogPart['takeConsole'];

  const stdout = 1;
  const stderr = 2;
  const levels = {
    debug: 'DEBUG',
    error: 'ERROR',
    info: 'INFO',
    log: 'INFO',
    trace: 'TRACE',
    warn: 'WARN',
  };

  const takeConsole: TakeConsole = (env, ownerOf, jsonLog) => {
    function log(descriptor: number, level: string, ...values: unknown[]): void {
      const { requestId, tenantId } = ownerOf();
      writeFully(
        descriptor,
        jsonLog === undefined
          ? // As Lambda's: time, invocation, level, text.
            `${new Date().toISOString()}\t${requestId}\t${level}\t${format(...values)}\n`
          : `${jsonLog.toJsonLine(level, requestId, tenantId, values)}\n`,
      );
    }

    const least = env['AWS_LAMBDA_LOG_LEVEL'] ?? 'TRACE';
    for (const [method, level] of Object.entries(levels)) {
      const isError = method === 'error' || method === 'warn';
      console[method as 'log'] = (...values: unknown[]) => {
        if (jsonLog?.isWanted(level, least) === false) return;
        log(isError ? stderr : stdout, level, ...values);
      };
    }
    return (what: string, error: FunctionError): void => {
      const { trace: stackTrace, ...described } = error;
      if (jsonLog === undefined) log(stderr, 'ERROR', `${what}\t${JSON.stringify(error)}`);
      else log(stderr, 'ERROR', { ...described, stackTrace });
    };
  };

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

  module.exports = { takeConsole };
})();
