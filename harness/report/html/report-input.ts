/** What every section is given: the result, the records, and the records by phase, which are sorted out once. */
import { groupBy } from '../../contract/group-by.ts';
import { type Invocation, type StartKind, responseTime } from '../../contract/invocation.ts';
import type { RunRecord } from '../../contract/run-record.ts';
import { type Phase, isForcedColdStart, isSteady } from '../../contract/phase.ts';
import type { RunSummary } from '../../contract/summary.ts';
import { toMillis } from '../../contract/units.ts';

export interface ReportInput {
  readonly summary: RunSummary;
  readonly run: RunRecord;
  /** In the order of the plan; only phases that were begun. */
  readonly phases: readonly PlayedPhase[];
}

export interface PlayedPhase {
  readonly phase: Phase;
  readonly invocations: readonly Invocation[];
}

export function toReportInput(summary: RunSummary, run: RunRecord): ReportInput {
  const byPhase = groupBy(run.invocations, (invocation) => invocation.phase);
  const phases = run.manifest.phases
    .map((phase) => ({ phase, invocations: byPhase.get(phase.id) ?? [] }))
    .filter((played) => played.invocations.length > 0);
  return { summary, run, phases };
}

/**
 * Response times in milliseconds, ascending, of the invocations that the summary counts for this function and start
 * kind: cold starts from the phases that force them if there are any, everything else from load.
 */
export function toStartSample({ phases }: ReportInput, name: string, start: StartKind): Float64Array {
  const own = phases.filter(({ phase }) => phase.role === 'measure' && phase.function === name);
  const forced = own.filter(({ phase }) => isForcedColdStart(phase));
  const load = own.filter(({ phase }) => isSteady(phase));
  const counted = start === 'cold' && forced.length > 0 ? forced : load;
  const times = counted.flatMap(({ invocations }) =>
    invocations
      .filter((one) => one.start === start && one.sentAt !== undefined)
      .map((one) => toMillis(responseTime(one))),
  );
  return Float64Array.from(times).toSorted();
}
