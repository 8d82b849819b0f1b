/** What went wrong: each kind of error with how often, when, where, and a few examples to look up. */
import { groupBy } from '../../../harness/contract/group-by.ts';
import { type Invocation, type Outcome, outcomes } from '../../../harness/contract/invocation.ts';
import type { RunRecord } from '../../../harness/contract/run-record.ts';
import { type Nanos, toMillis } from '../../../harness/contract/units.ts';
import { formatDuration } from '../../../harness/report/format.ts';
import { type Table, countCell, numberColumn, textCell, textColumn } from '../../../harness/report/table.ts';
import { toOneLine } from '../../../harness/report/tables/errors.ts';
import type { PlayedPhase } from './played-phases.ts';

export interface ErrorGroup {
  readonly outcome: Outcome;
  readonly error: string;
  readonly count: number;
  /** Share of all invocations, 0 to 1. */
  readonly share: number;
  /** Since the run began. */
  readonly first: string;
  readonly last: string;
  readonly phases: readonly string[];
  readonly examples: readonly string[];
}

const mostGroups = 10;
const mostExamples = 3;

/** The most frequent first. */
export function toErrorGroups({ invocations }: RunRecord): ErrorGroup[] {
  const failed = invocations.filter((one) => one.outcome !== 'ok');
  const groups = groupBy(failed, ({ outcome, error }) => `${outcome}\0${error ?? ''}`);
  return Array.from(groups.values(), (own) => toGroup(own, invocations.length))
    .toSorted((one, other) => other.count - one.count)
    .slice(0, mostGroups);
}

function toGroup(own: readonly Invocation[], all: number): ErrorGroup {
  const { outcome = 'failed', error } = own[0] ?? {};
  return {
    outcome,
    error: toOneLine(error ?? 'nobody said why', 500),
    count: own.length,
    share: own.length / all,
    first: toTime(own.reduce((at, one) => Math.min(at, one.endedAt), Infinity)),
    last: toTime(own.reduce((at, one) => Math.max(at, one.endedAt), 0)),
    phases: [...new Set(own.map((one) => one.phase))],
    examples: own.slice(0, mostExamples).map(toExample),
  };
}

function toTime(at: Nanos): string {
  return formatDuration(toMillis(at));
}

/** Enough to find it in `invocations.jsonl` and in the provider's own log. */
function toExample({ phase, index, repetition, endedAt, status, instance, requestId }: Invocation): string {
  return [
    `${phase} #${index}${repetition > 0 ? ` (repetition ${repetition})` : ''}`,
    `at ${toTime(endedAt)}`,
    ...(status > 0 ? [`HTTP ${status}`] : []),
    ...(instance === undefined ? [] : [`instance ${instance}`]),
    ...(requestId === undefined ? [] : [`request ${requestId}`]),
  ].join(', ');
}

const names: Readonly<Record<Outcome, string>> = {
  ok: 'Ok',
  failed: 'Failed',
  throttled: 'Throttled',
  timedOut: 'Timed out',
  dropped: 'Dropped',
  incorrect: 'Incorrect',
};

/** Warm-up and checks included. */
export function toOutcomesTable(phases: readonly PlayedPhase[]): Table {
  return {
    title: 'Invocations by phase',
    columns: [
      textColumn('Phase'),
      numberColumn('All'),
      ...outcomes.map((outcome) => numberColumn(names[outcome])),
    ],
    rows: phases.map(({ phase, invocations }) => [
      textCell(phase.id),
      countCell(invocations.length),
      ...outcomes.map((outcome) => {
        const count = invocations.filter((one) => one.outcome === outcome).length;
        return countCell(count, count === 0 ? { tone: 'quiet' } : outcome === 'ok' ? {} : { tone: 'bad' });
      }),
    ]),
  };
}
