/** Failures that the platform, not the function, has to put into words: AWS Lambda's words. */
import type { SandboxExit } from '../isolation/backend.ts';
import { maxResponseBytes, type RuntimeAnswer } from '../runtime/runtime-api.ts';

export interface Failure {
  readonly errorType: string;
  /** JSON. */
  readonly payload: Buffer;
  /** For the log. */
  readonly message: string;
}

/** Signals as Go's runtime, and so Lambda, names them. */
const signalNames: Readonly<Record<string, string>> = {
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGHUP: 'hangup',
  SIGILL: 'illegal instruction',
  SIGINT: 'interrupt',
  SIGKILL: 'killed',
  SIGPIPE: 'broken pipe',
  SIGQUIT: 'quit',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGTRAP: 'trace/breakpoint trap',
};

export function toExitFailure(requestId: string, exit: SandboxExit): Failure {
  switch (exit.kind) {
    case 'exited':
      return exit.status === 0
        ? describe(requestId, 'Runtime.ExitError', 'Runtime exited without providing a reason')
        : describe(requestId, 'Runtime.ExitError', `Runtime exited with error: exit status ${exit.status}`);
    case 'signalled': {
      const name = signalNames[exit.signal] ?? exit.signal;
      return describe(requestId, 'Runtime.ExitError', `Runtime exited with error: signal: ${name}`);
    }
    case 'outOfMemory':
      return describe(requestId, 'Runtime.ExitError', 'Runtime exited with error: signal: killed');
    case 'notStarted':
      return describe(requestId, 'Runtime.InvalidEntrypoint', exit.message);
  }
}

/** `provided` functions have to bring an executable file `bootstrap`. */
export function toMissingBootstrapFailure(requestId: string): Failure {
  return describe(
    requestId,
    'Runtime.InvalidEntrypoint',
    "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
  );
}

export function toTimeoutFailure(requestId: string, timeoutMs: number): Failure {
  const seconds = (timeoutMs / 1000).toFixed(2);
  return describe(requestId, 'Sandbox.Timedout', `Task timed out after ${seconds} seconds`);
}

/** Undefined when the function did not fail. */
export function toAnswerFailure(answer: RuntimeAnswer): Failure | undefined {
  switch (answer.kind) {
    case 'response':
      return undefined;
    case 'streamed':
      return answer.error && { ...answer.error, message: '' };
    case 'error':
      return { errorType: answer.errorType, payload: answer.payload, message: '' };
    case 'tooLarge': {
      const errorType = 'Function.ResponseSizeTooLarge';
      const errorMessage = `Response payload size exceeded maximum allowed payload size (${maxResponseBytes} bytes).`;
      return {
        errorType,
        payload: Buffer.from(JSON.stringify({ errorType, errorMessage })),
        message: errorMessage,
      };
    }
  }
}

function describe(requestId: string, errorType: string, what: string): Failure {
  const message = `RequestId: ${requestId} Error: ${what}`;
  return { errorType, payload: Buffer.from(JSON.stringify({ errorType, errorMessage: message })), message };
}
