/** What goes wrong inside an isolate, in Lambda's words. Runs inside workerd: imports nothing. */

export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** Thrown by `process.exit`, so that nothing of the handler runs on. */
export interface Exit {
  readonly exitStatus: number;
}

export function isExit(value: unknown): value is Exit {
  return typeof value === 'object' && value !== null && 'exitStatus' in value;
}

export function toFunctionError(error: unknown): FunctionError {
  if (error instanceof Error || (typeof error === 'object' && error !== null && 'stack' in error)) {
    const { name, message, stack } = error as Error;
    return { errorType: name, errorMessage: message, trace: String(stack).split('\n') };
  }
  const errorMessage = typeof error === 'string' ? error : (JSON.stringify(error) ?? String(error));
  return { errorType: typeof error, errorMessage, trace: [] };
}

/** An error by a name of Lambda's, with the trace of what was really thrown. */
export function toNamed(name: string, message: string, cause?: unknown): Error {
  const error = new Error(message);
  error.name = name;
  const stack = cause instanceof Error ? cause.stack : undefined;
  if (stack !== undefined) error.stack = `${name}: ${stack}`;
  return error;
}
