/** What a disk said, as the user can act on it. */
import { FaasmarkError, errorCodeOf, messageOf } from '../contract/errors.ts';

/**
 * `DISK_FULL` or `DIRECTORY_UNWRITABLE`.
 *
 * @param what - with its path: `the run directory faasmark-runs/1`.
 * @param otherPlace - how another place is chosen, as the end of a sentence: `with --out`.
 */
export function toDiskError(what: string, otherPlace: string, error: unknown): FaasmarkError {
  const code = errorCodeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new FaasmarkError('DISK_FULL', `no space left for ${what}`, {
      hint: `Free some space or choose another place ${otherPlace}.`,
      cause: error,
    });
  }
  return new FaasmarkError('DIRECTORY_UNWRITABLE', `cannot write ${what}: ${messageOf(error)}`, {
    hint: `Choose a place that you may write to ${otherPlace}.`,
    cause: error,
  });
}
