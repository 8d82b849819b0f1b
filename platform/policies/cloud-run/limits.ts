/** How a Cloud Run service is set up, with the defaults of cloud.google.com/run/docs (about-instance-autoscaling), November 2026. */
import { checkRange, checkWhole } from '../check-limit.ts';

export interface CloudRunLimits {
  /** Processors of an instance. */
  readonly cpus: number;
  /** Most invocations in one instance. */
  readonly maxConcurrency: number;
  /** Share of the processor, and of the concurrency, that is aimed at; 0.1 to 0.95 each. */
  readonly cpuTarget: number;
  readonly concurrencyTarget: number;
  readonly minInstances: number;
  readonly maxInstances: number;
  /** Time between two evaluations; given by an older edition of the page, the newer says "periodically". */
  readonly evaluationMs: number;
  /** Longest that an idle instance is kept; documented for those above the maximum, from memory for the others. */
  readonly idleLifetimeMs: number;
  /** How long an invocation may wait for room: which edition of the page. */
  readonly pendingRule: PendingRule;
}

/** `older`: the mean start time while an instance starts, 10 s at least, else 10 s. `newer`: 3.5 times the mean start time, 10 s at least. */
export type PendingRule = 'older' | 'newer';

export const cloudRunDefaults: CloudRunLimits = {
  cpus: 1,
  maxConcurrency: 80,
  cpuTarget: 0.6,
  concurrencyTarget: 0.6,
  minInstances: 0,
  // From memory.
  maxInstances: 100,
  evaluationMs: 5000,
  idleLifetimeMs: 900_000,
  pendingRule: 'newer',
};

const highestConcurrency = 1000;
const leastTarget = 0.1;
const highestTarget = 0.95;

/** @throws PlatformError `INVALID_OPTION` for what the service does not allow. */
export function createCloudRunLimits(changes: Partial<CloudRunLimits>): CloudRunLimits {
  const limits = { ...cloudRunDefaults, ...changes };
  checkRange('cpuTarget', limits.cpuTarget, leastTarget, highestTarget);
  checkRange('concurrencyTarget', limits.concurrencyTarget, leastTarget, highestTarget);
  checkWhole('maxConcurrency', limits.maxConcurrency, 1, limits.cpus < 1 ? 1 : highestConcurrency);
  checkWhole('minInstances', limits.minInstances, 0, limits.maxInstances);
  return limits;
}

/** Most invocations in an instance that asks for so many: less than one processor takes one at a time. */
export function toMaxConcurrency(cpus: number, wanted: number = cloudRunDefaults.maxConcurrency): number {
  return cpus < 1 ? 1 : Math.min(Math.max(1, wanted), highestConcurrency);
}
