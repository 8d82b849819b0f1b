/** What processor Google gives to a memory size. */

export interface Processor {
  readonly vcpus: number;
  /** What the 1st generation bills. */
  readonly ghz: number;
}

/**
 * Memory up to (MiB), vCPU, GHz. cloud.google.com/functions/docs/configuring/memory and /functions/pricing-1stgen, from
 * memory and not read again; hence the `vcpus` option and the assumption that every result states.
 */
const table: readonly (readonly [upToMiB: number, vcpus: number, ghz: number])[] = [
  [128, 0.083, 0.2],
  [256, 0.167, 0.4],
  [512, 0.333, 0.8],
  [1024, 0.583, 1.4],
  [2048, 1, 2.4],
  [8192, 2, 4.8],
  [16_384, 4, 9.6],
  [Infinity, 8, 19.2],
];

export function processorOf(memoryMiB: number): Processor {
  const [, vcpus, ghz] = table.find(([upToMiB]) => memoryMiB <= upToMiB) ?? [0, 8, 19.2];
  return { vcpus, ghz };
}
