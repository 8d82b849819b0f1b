/** An error as the user sees it: what, where, how to mend it. A stack only for a defect of our own. */
import colors from 'picocolors';
import { errorCatalogue, isFaasmarkError, messageOf } from '../contract/errors.ts';
import { type ExitCode, exitCodes } from '../contract/exit-codes.ts';

export function showError(error: unknown): void {
  process.stderr.write(`${toErrorText(error)}\n`);
}

export function toErrorText(error: unknown): string {
  if (isFaasmarkError(error)) {
    const hint = error.hint === undefined ? '' : `\n${colors.dim(`→ ${error.hint}`)}`;
    return `${colors.red(`✗ ${error.code}`)} ${error.message}${hint}`;
  }
  const stack =
    typeof error === 'object' && error !== null && 'stack' in error ? String(error.stack) : messageOf(error);
  return `${colors.red('✗ a defect of faasmark:')} ${stack}\n${colors.dim('→ Please report it with the command you gave.')}`;
}

export function exitCodeOf(error: unknown): ExitCode {
  return isFaasmarkError(error) ? errorCatalogue[error.code] : exitCodes.internal;
}
