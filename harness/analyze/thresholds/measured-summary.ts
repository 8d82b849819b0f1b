import type { RunSummary } from '../../contract/summary.ts';

/** The result of a run before anything is demanded of it, and before its experiments conclude. */
export type MeasuredSummary = Omit<RunSummary, 'thresholds' | 'findings'>;
