/**
 * The console of a function whose log is JSON, as Lambda's Node.js runtime writes it
 * (docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html, November 2026). Loaded only where it is asked for.
 */
import { format } from 'node:util';

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/** Whether a line of a level is wanted where `least` is the least. */
export function isWanted(level: string, least: string): boolean {
  return levels.indexOf(level) >= levels.indexOf(least);
}

/** One line: what `console` was given, with its time, level and invocation. */
export function toJsonLine(
  level: string,
  requestId: string,
  tenantId: string | undefined,
  values: unknown[],
): string {
  const base = {
    timestamp: new Date().toISOString(),
    level,
    requestId,
    ...(tenantId !== undefined && { tenantId }),
  };
  const [only] = values;
  if (values.length !== 1) {
    return JSON.stringify({ ...base, message: format(...values), ...describe(values.find(isError)) });
  }
  try {
    return JSON.stringify({ ...base, message: only }, (_, value: unknown) =>
      isError(value) ? describe(value) : value,
    );
  } catch {
    // What JSON cannot hold is text.
    return JSON.stringify({ ...base, message: format(only) });
  }
}

function isError(value: unknown): value is Error {
  return value instanceof Error;
}

function describe(error: Error | undefined): object {
  return error === undefined
    ? {}
    : {
        errorType: error.constructor.name,
        errorMessage: error.message,
        stackTrace: String(error.stack).split('\n'),
      };
}
