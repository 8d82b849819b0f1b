import type { Phase } from '../contract/phase.ts';

/** A phase as an experiment plans it: its seed and what its load comes to follow from the rest. */
export type PlannedPhase = Omit<Phase, 'seed' | 'planned'>;

/** What a phase does not say is the plain case: measured once, alone, with nothing done before it or to it. */
export function toPlannedPhase(
  phase: Pick<Phase, 'id' | 'experiment' | 'function' | 'load'> & Partial<PlannedPhase>,
): PlannedPhase {
  return {
    group: phase.id,
    role: 'measure',
    repetitions: 1,
    before: { kind: 'nothing' },
    during: { kind: 'nothing' },
    ...phase,
  };
}
