/** The name of a run: sorts by time, and is short enough to be part of deployed function names. */
import { randomBytes } from 'node:crypto';

/** `20261124-084210-3f9a`: the date and time in UTC, and four random characters. */
export function createRunId(epochMs: number): string {
  const [date = '', time = ''] = new Date(epochMs).toISOString().split(/[T.]/);
  return `${date.replaceAll('-', '')}-${time.replaceAll(':', '')}-${randomBytes(2).toString('hex')}`;
}
