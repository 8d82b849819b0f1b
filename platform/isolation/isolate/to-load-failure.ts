/** What the engine says of code that it cannot load, in Lambda's words: pure. */
import type { FunctionError } from './function-error.ts';

/** @param message - of workerd: a line of its own, then the error of V8, then where. */
export function toLoadFailure(message: string): FunctionError {
  const lines = message
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('Failed to start Worker'));
  const what = (lines[0] ?? message).replace(/^Uncaught (\(in promise\) )?/, '');
  return { errorType: toErrorType(what), errorMessage: what, trace: lines };
}

function toErrorType(what: string): string {
  if (what.startsWith('SyntaxError')) return 'Runtime.UserCodeSyntaxError';
  return what.includes('No such module') ? 'Runtime.ImportModuleError' : 'Runtime.Unknown';
}

/** workerd says so of a handler that neither answered nor left anything that could still answer: Lambda answers null. */
export function isNeverAnswering(message: string): boolean {
  return message.includes('would never generate a response');
}
