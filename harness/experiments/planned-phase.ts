import type { Phase } from '../contract/sink.ts';

/** A phase before it has its seed: what an experiment plans. */
export type PlannedPhase = Omit<Phase, 'seed'>;
