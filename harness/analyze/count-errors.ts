/** What went wrong, most frequent first. */
import type { Invocation } from '../contract/invocation.ts';
import type { ErrorCount } from '../contract/summary.ts';
import { groupBy } from './group-by.ts';

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
