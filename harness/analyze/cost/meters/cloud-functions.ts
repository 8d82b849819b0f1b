/** Google Cloud Run functions, billed by request: time up to 100 ms, times processor and memory. */
import { processorOf } from './google-processors.ts';
import type { Meter } from './meter.ts';
import { ceilTo, toGbSeconds } from './round.ts';

const stepMs = 100;

const oneAtATime =
  'each invocation is billed by itself: those that share an instance at the same time would cost less';

/** 1st generation: from the request to its end; 260 ms are 300 (cloud.google.com/functions/pricing-1stgen). */
export const cloudFunctions1: Meter = {
  title: 'Google Cloud Run functions, 1st generation',
  provider: 'Google Cloud Run functions (1st gen)',
  bills: ['invocations', 'gbSeconds', 'ghzSeconds'],
  assumptions: () => ['processor clock by the 1st-generation table of memory sizes (unconfirmed)'],
  toUsage: ({ memoryMiB, durationMs, initDurationMs, invocations = 1 }) => {
    const billedMs = ceilTo(initDurationMs + durationMs, stepMs);
    return {
      invocations,
      gbSeconds: toGbSeconds(memoryMiB, billedMs),
      ghzSeconds: (processorOf(memoryMiB).ghz * billedMs) / 1000,
    };
  },
};

/** 2nd generation, request-based billing: start-up and requests of an instance (cloud.google.com/run/pricing). */
export const cloudFunctions2: Meter = {
  title: 'Google Cloud Run functions, 2nd generation',
  provider: 'Google Cloud Run functions',
  bills: ['invocations', 'vcpuSeconds', 'gibSeconds'],
  assumptions: ({ vcpus }) => [
    vcpus === undefined ? 'processors by the table of memory sizes (unconfirmed)' : `${vcpus} vCPU`,
    oneAtATime,
  ],
  toUsage: ({ memoryMiB, durationMs, initDurationMs, invocations = 1 }, { vcpus }) => {
    const billedMs = ceilTo(initDurationMs + durationMs, stepMs);
    return {
      invocations,
      vcpuSeconds: ((vcpus ?? processorOf(memoryMiB).vcpus) * billedMs) / 1000,
      gibSeconds: toGbSeconds(memoryMiB, billedMs),
    };
  },
};
