import type { Phase } from '../contract/phase.ts';

/** A phase as an experiment plans it: its seed and what its load comes to follow from the rest. */
export type PlannedPhase = Omit<Phase, 'seed' | 'planned'>;
