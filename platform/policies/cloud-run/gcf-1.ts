/** Google Cloud Functions, first generation: one invocation in an instance, and no queue. */
import { chooseNewestIdle, type IdleInstance } from '../routing/newest-idle.ts';

export interface Gcf1Observation {
  readonly idle: readonly IdleInstance[];
  /** Instances of the function, idle or not. */
  readonly instances: number;
}

export interface Gcf1Limits {
  /** Idle ones count too. */
  readonly maxInstances: number;
}

/** cloud.google.com/functions/docs (first generation), November 2026. */
export const gcf1Defaults: Gcf1Limits = { maxInstances: 3000 };

export type Gcf1Decision =
  /** Which idle one is taken is not documented. */
  | { readonly kind: 'reuse'; readonly index: number; readonly reason: 'newestIdle' }
  | { readonly kind: 'start'; readonly reason: 'noneIdle' }
  | { readonly kind: 'refuse'; readonly status: 429; readonly reason: 'maxInstances' };

export function decideGcf1Arrival(seen: Gcf1Observation, limits: Gcf1Limits): Gcf1Decision {
  const index = chooseNewestIdle(seen.idle);
  if (index !== undefined) return { kind: 'reuse', index, reason: 'newestIdle' };
  return seen.instances < limits.maxInstances
    ? { kind: 'start', reason: 'noneIdle' }
    : { kind: 'refuse', status: 429, reason: 'maxInstances' };
}
