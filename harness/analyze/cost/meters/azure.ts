/** The plans of Azure Functions. */
import type { Meter } from './meter.ts';
import { ceilTo, toGbSeconds } from './round.ts';

const msPerHour = 3_600_000;
const consumptionMostMiB = 1536;
const flexSizesMiB = [512, 2048, 4096];

/** Used memory rounded up to 128 MB, 160 is 256 (azure.microsoft.com/pricing/details/functions). */
export const azureConsumption: Meter = {
  title: 'Azure Functions, Consumption',
  provider: 'Azure Functions, Consumption',
  bills: ['invocations', 'gbSeconds'],
  assumptions: ({ minimumMs = 100 }) => [
    `at least ${minimumMs} ms an execution, in steps of 1 ms (unconfirmed)`,
    'memory is the peak that the provider reported, else the memory size',
    'initialisation is not billed (unconfirmed)',
  ],
  toUsage: ({ memoryMiB, usedMemoryMiB = memoryMiB, durationMs, invocations = 1 }, { minimumMs = 100 }) => ({
    invocations,
    gbSeconds: toGbSeconds(
      Math.min(consumptionMostMiB, Math.max(128, ceilTo(usedMemoryMiB, 128))),
      Math.max(minimumMs, ceilTo(durationMs, 1)),
    ),
  }),
};

/**
 * Active time by the size of the instance, in steps of 100 ms. The price page has a minimum of 1,000 ms, the host's source
 * one of 100 ms (azure-functions-host, `DefaultMinimumActivityIntervalMS`): it is an option.
 */
export const azureFlex: Meter = {
  title: 'Azure Functions, Flex Consumption, on demand',
  provider: 'Azure Functions, Flex Consumption',
  bills: ['invocations', 'gbSeconds'],
  assumptions: ({ minimumMs = 1000 }) => [
    `at least ${minimumMs} ms of active time (the price page has 1,000, the host’s source 100)`,
    'instances of the next size of 512, 2,048 and 4,096 MB',
    'each invocation is billed by itself: those that share an instance at the same time would cost less',
    'initialisation is not billed (unconfirmed)',
  ],
  toUsage: ({ memoryMiB, durationMs, invocations = 1 }, { minimumMs = 1000 }) => ({
    invocations,
    gbSeconds: toGbSeconds(
      flexSizesMiB.find((size) => memoryMiB <= size) ?? memoryMiB,
      Math.max(minimumMs, ceilTo(durationMs, 100)),
    ),
  }),
};

/** Instances of EP1, 1 vCPU and 3.5 GiB, at least one: paid while they are there, executions free. */
export const azurePremium: Meter = {
  title: 'Azure Functions, Premium EP1',
  provider: 'Azure Functions, Premium',
  bills: ['vcpuHours', 'gibHours'],
  assumptions: ({ instances = 1 }) => [`${instances} of EP1 held for the whole run`],
  toUsage: () => ({}),
  toHeldUsage: ({ durationMs }, { instances = 1 }) => {
    const hours = (Math.max(1, instances) * durationMs) / msPerHour;
    return { vcpuHours: hours, gibHours: 3.5 * hours };
  },
};
