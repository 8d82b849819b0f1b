/** How a function on AWS Lambda Managed Instances is set up. */
import { checkWhole } from '../check-limit.ts';

export interface ManagedLimits {
  /** Most invocations in one instance, 1 to 1,600. */
  readonly instanceConcurrency: number;
  /** Fewest instances, 0 to 15,000; also those started at publish. */
  readonly minInstances: number;
  readonly maxInstances: number;
  /** Share of the processor, and of the concurrency, that is aimed at: half leaves room for the load to double. */
  readonly cpuTarget: number;
  readonly concurrencyTarget: number;
  /** Time over which the load may double. */
  readonly doublingMs: number;
  /** Time for which fewer instances must do before some are taken away. */
  readonly scaleDownDelayMs: number;
}

const mostInstances = 15_000;
const mostConcurrency = 1600;

export const managedInstanceDefaults: ManagedLimits = {
  // The most for one virtual processor; the service's own default depends on the runtime, and is not documented.
  instanceConcurrency: 64,
  minInstances: 3,
  maxInstances: mostInstances,
  // Ours, from the promise that a load which no more than doubles within five minutes is not throttled.
  cpuTarget: 0.5,
  concurrencyTarget: 0.5,
  doublingMs: 300_000,
  // Ours: documented is only that it scales down gradually.
  scaleDownDelayMs: 300_000,
};

/** @throws PlatformError `INVALID_OPTION` for what the service does not allow. */
export function createManagedLimits(changes: Partial<ManagedLimits>): ManagedLimits {
  const limits = { ...managedInstanceDefaults, ...changes };
  checkWhole('instanceConcurrency', limits.instanceConcurrency, 1, mostConcurrency);
  checkWhole('minInstances', limits.minInstances, 0, limits.maxInstances);
  checkWhole('maxInstances', limits.maxInstances, 0, mostInstances);
  return limits;
}
