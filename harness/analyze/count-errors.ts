/** What went wrong, most frequent first. */
import { groupBy } from '../contract/group-by.ts';
import type { Invocation } from '../contract/invocation.ts';
import type { ErrorCount } from '../contract/summary.ts';

const mostDistinct = 10;

export function countErrors(invocations: readonly Invocation[]): ErrorCount[] {
  const failed = invocations.filter((one) => one.outcome !== 'ok');
  const groups = groupBy(failed, ({ outcome, error }) => `${outcome}\0${error ?? ''}`);
  return Array.from(groups.values(), (group) => ({
    error: group[0]?.error ?? group[0]?.outcome ?? '',
    outcome: group[0]?.outcome ?? 'failed',
    count: group.length,
  }))
    .toSorted((a, b) => b.count - a.count)
    .slice(0, mostDistinct);
}
