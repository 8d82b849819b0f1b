/** How the invocations of an experiment started and ended: reported with every finding, never only filtered out. */
import { estimateShare } from '../analyze/estimate-share.ts';
import type { FindingCell, FindingTable } from '../contract/finding.ts';
import { groupBy } from '../contract/group-by.ts';
import type { Invocation, Outcome, StartKind } from '../contract/invocation.ts';
import type { Observed } from './experiment.ts';

export function describeInvocations({ phases }: Pick<Observed, 'phases'>): {
  readonly table: FindingTable;
  readonly notes: readonly string[];
} {
  const invocations = phases.flatMap((one) => one.invocations);
  const byFunction = groupBy(invocations, (one) => one.function);
  const wrong = countOf(invocations, 'incorrect');
  const unknown = invocations.filter((one) => one.outcome === 'ok' && one.start === 'unknown').length;
  return {
    table: {
      title: 'Invocations',
      columns: [
        { label: 'function', unit: null },
        { label: 'invocations', unit: 'count' },
        { label: 'ok', unit: 'count' },
        { label: 'incorrect', unit: 'count' },
        { label: 'other failures', unit: 'count' },
        { label: 'cold starts', unit: 'share' },
        { label: 'cold waiters', unit: 'share' },
        { label: 'start unknown', unit: 'share' },
      ],
      rows: Array.from(byFunction, ([name, own]) => toRow(name, own)),
    },
    notes: [
      ...(wrong === 0 ? [] : [`${wrong} of ${invocations.length} answers failed the output check.`]),
      ...(unknown === 0
        ? []
        : [`Of ${unknown} invocations nobody told whether they started cold; they count as neither.`]),
    ],
  };
}

function toRow(name: string, own: readonly Invocation[]): FindingCell[] {
  const [ok, incorrect] = [countOf(own, 'ok'), countOf(own, 'incorrect')];
  const known = own.filter((one) => one.start !== 'unknown');
  const startedAs = (kind: StartKind): number => known.filter((one) => one.start === kind).length;
  return [
    name,
    own.length,
    ok,
    incorrect,
    own.length - ok - incorrect,
    estimateShare(startedAs('cold'), known.length),
    estimateShare(startedAs('coldWaiter'), known.length),
    1 - known.length / own.length,
  ];
}

function countOf(invocations: readonly Invocation[], outcome: Outcome): number {
  return invocations.filter((one) => one.outcome === outcome).length;
}
