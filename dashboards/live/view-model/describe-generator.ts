/** Whether the instrument itself was good enough for what it measured. */
import type { GeneratorSummary } from '../../../harness/contract/summary.ts';
import { pluralize } from '../../../harness/report/describe-verdict.ts';
import { formatCount, formatDuration } from '../../../harness/report/format.ts';

export function describeGenerator({
  verdict,
  scheduled,
  sent,
  dropped,
  sendDelayMs,
}: GeneratorSummary): string {
  if (scheduled === 0) return 'Nothing was scheduled.';
  const worst =
    sendDelayMs.max === null ? '' : `, the latest ${formatDuration(sendDelayMs.max)} behind its schedule`;
  const count = `It sent ${formatCount(sent)} of ${pluralize(scheduled, 'scheduled invocation')}${worst}.`;
  const lost = dropped === 0 ? '' : ` ${formatCount(dropped)} were dropped: never sent, for want of room.`;
  const opinions = {
    ok: 'Kept its schedule.',
    unknown: 'Lateness unknown: this engine does not tell how late it was.',
    'generator-limited': 'Could not keep its schedule.',
  } as const;
  return `${opinions[verdict]} ${count}${lost}`;
}
