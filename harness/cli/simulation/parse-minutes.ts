/** Reads `--minutes`: which part of a trace. */
import type { TraceSelection } from '../../../workloads/traces/trace.ts';
import { FaasmarkError } from '../../contract/errors.ts';

/**
 * @param text - `FROM-TO`, in minutes from the start of the trace; all when nothing is said.
 * @throws FaasmarkError `USAGE`
 */
export function parseMinutes(text: string | undefined): Pick<TraceSelection, 'fromMinute' | 'minutes'> {
  if (text === undefined) return {};
  const [, from = '', to = ''] = /^(\d{1,7})-(\d{1,7})$/.exec(text) ?? [];
  const minutes = Number(to) - Number(from);
  if (minutes > 0) return { fromMinute: Number(from), minutes };
  throw new FaasmarkError(
    'USAGE',
    `--minutes: expected FROM-TO, such as 480-600 for two hours from the ninth on, got ${JSON.stringify(text)}`,
  );
}
