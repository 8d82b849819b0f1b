/** The two load models, as plain data: arrivals that wait for nobody, or callers that wait for their answers. */
import type { ArrivalSpec } from './arrivals.ts';
import type { Millis } from './units.ts';

/** What sends load: our own engine, or another's that checks it. */
export const engines = ['native', 'autocannon', 'k6'] as const;
export type EngineName = (typeof engines)[number];

export type LoadModel = OpenLoad | ClosedLoad;

/** A schedule says when each invocation starts, whatever became of the earlier ones. */
export interface OpenLoad {
  readonly model: 'open';
  readonly arrivals: ArrivalSpec;
}

/**
 * So many callers, each of which invokes, waits for the answer, thinks, and invokes again. Without think time it
 * saturates the target. Says what a target can take, not how long a caller on schedule waits.
 */
export interface ClosedLoad {
  readonly model: 'closed';
  readonly stages: readonly ConcurrencyStage[];
  readonly thinkTimeMs: Millis;
}

/** Concurrency changes evenly over the stage; equal ends keep it as it is. */
export interface ConcurrencyStage {
  readonly fromConcurrency: number;
  readonly toConcurrency: number;
  readonly durationMs: Millis;
}
