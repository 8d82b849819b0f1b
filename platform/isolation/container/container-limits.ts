/** What a container may use, whatever runs it. */

/** `nobody`, on every Linux. */
export const containerUser = 65_534;

/** File descriptors, and processes and threads: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html. */
export const openFilesLimit = 1024;
export const processesLimit = 1024;

export interface ContainerLimits {
  readonly memoryMiB: number;
  /** Of `/tmp`. */
  readonly storageMiB: number;
}

/** A file or folder of this machine that is read, not written, inside. */
export interface BindMount {
  readonly source: string;
  readonly destination: string;
}

/** Memory for which Lambda gives one processor: docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html. */
const memoryMiBPerProcessor = 1769;

/** Processors that a container may use at most: what Lambda gives for its memory, rounded up. */
export function toProcessors(memoryMiB: number): number {
  return Math.ceil(memoryMiB / memoryMiBPerProcessor);
}
