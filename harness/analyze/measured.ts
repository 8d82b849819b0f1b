/** The invocations of a run that count as measurement, by phase. */
import { groupBy } from '../contract/group-by.ts';
import type { Invocation } from '../contract/invocation.ts';
import type { RunRecord } from '../contract/run-record.ts';
import type { Phase } from '../contract/phase.ts';

export interface MeasuredPhase {
  readonly phase: Phase;
  readonly invocations: readonly Invocation[];
}

/** The phases with the role `measure` that were begun, in the order of the plan. */
export function toMeasuredPhases({ manifest, invocations }: RunRecord): MeasuredPhase[] {
  const byPhase = groupBy(invocations, (invocation) => invocation.phase);
  return manifest.phases
    .filter((phase) => phase.role === 'measure')
    .map((phase) => ({ phase, invocations: byPhase.get(phase.id) ?? [] }))
    .filter((measured) => measured.invocations.length > 0);
}
