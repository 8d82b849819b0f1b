/** AWS Lambda on demand: initialisation and handler, rounded up to a millisecond, times the memory size. */
import type { Meter } from './meter.ts';
import { ceilTo, toGbSeconds } from './round.ts';

/**
 * Initialisation is billed for every function since 2025-08-01
 * (aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase); a millisecond is the step since 2020-12.
 */
export const lambda: Meter = {
  title: 'AWS Lambda, on demand',
  provider: 'AWS Lambda',
  bills: ['invocations', 'gbSeconds'],
  assumptions: () => [],
  toUsage: ({ memoryMiB, durationMs, initDurationMs, reportedMs, invocations = 1 }) => ({
    invocations,
    gbSeconds: toGbSeconds(memoryMiB, reportedMs ?? ceilTo(initDurationMs + durationMs, 1)),
  }),
};

/** As until July 2025 for zip packages on managed runtimes: initialisation was free. */
export const lambdaBeforeInitBilling: Meter = {
  ...lambda,
  title: 'AWS Lambda, on demand, as until July 2025',
  toUsage: ({ memoryMiB, durationMs, invocations = 1 }) => ({
    invocations,
    gbSeconds: toGbSeconds(memoryMiB, ceilTo(durationMs, 1)),
  }),
};
