/** Your own machines: the share of a machine that an instance takes, over the utilisation that you reach. */
import type { Meter } from './meter.ts';

/** The machine of the price book: EC2 m7i.large. */
const machine = { memoryMiB: 8192, cores: 2 };
const msPerHour = 3_600_000;

/** machine-hours = time x share / utilisation; the share is the larger of memory and processors. */
export const selfHosted: Meter = {
  title: 'Your own machines',
  provider: 'Self-hosted',
  bills: ['machineHours'],
  assumptions: ({ utilisation = 0.5 }) => [
    `machines of ${machine.cores} cores and ${machine.memoryMiB} MiB, ${utilisation * 100} % of their time used`,
    'an instance takes its share of the memory, or of the cores where "vcpus" says so',
  ],
  toUsage: ({ memoryMiB, durationMs, initDurationMs }, { utilisation = 0.5, vcpus = 0 }) => {
    const share = Math.max(memoryMiB / machine.memoryMiB, vcpus / machine.cores);
    return { machineHours: ((initDurationMs + durationMs) / msPerHour) * (share / utilisation) };
  },
};
