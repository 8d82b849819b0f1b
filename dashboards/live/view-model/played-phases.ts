/** The records of a run by phase: sorted out once, for everything that is drawn. */
import { groupBy } from '../../../harness/contract/group-by.ts';
import { type Invocation, type StartKind, responseTime } from '../../../harness/contract/invocation.ts';
import { type Phase, isForcedColdStart, isSteady } from '../../../harness/contract/phase.ts';
import type { RunRecord } from '../../../harness/contract/run-record.ts';
import { toMillis } from '../../../harness/contract/units.ts';

export interface PlayedPhase {
  readonly phase: Phase;
  readonly invocations: readonly Invocation[];
}

/** In the order of the plan; only phases that were begun. */
export function toPlayedPhases({ manifest, invocations }: RunRecord): PlayedPhase[] {
  const byPhase = groupBy(invocations, (invocation) => invocation.phase);
  return manifest.phases
    .map((phase) => ({ phase, invocations: byPhase.get(phase.id) ?? [] }))
    .filter((played) => played.invocations.length > 0);
}

/** The invocations that the summary counts for this function and start kind; see `harness/analyze/summarize-starts.ts`. */
export function toStartSample(
  phases: readonly PlayedPhase[],
  name: string,
  start: StartKind,
): readonly Invocation[] {
  const own = phases.filter(({ phase }) => phase.role === 'measure' && phase.function === name);
  const forced = own.filter(({ phase }) => isForcedColdStart(phase));
  const steady = own.filter(({ phase }) => isSteady(phase));
  const open = steady.filter(({ phase }) => phase.load.model === 'open');
  const load = open.length > 0 ? open : steady;
  const counted = start === 'cold' && forced.length > 0 ? forced : load;
  return counted.flatMap(({ invocations }) =>
    invocations.filter(
      (one) =>
        one.start === start && one.sentAt !== undefined && (start !== 'unknown' || one.outcome === 'ok'),
    ),
  );
}

/** Milliseconds, ascending. */
export function toResponseTimes(invocations: readonly Invocation[]): Float64Array {
  return Float64Array.from(invocations, (one) => toMillis(responseTime(one))).toSorted();
}
