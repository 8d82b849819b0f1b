/** How much memory a guest gets: the function's limit, and what the guest itself needs. */

/** Kernel, agent and their buffers. */
const ownMiB = 112;
/** Guests of nearly the same size are made alike, so that one that is ready fits more functions. */
const stepMiB = 32;

export interface GuestNeeds {
  /** The function's limit. */
  readonly memoryMiB: number;
  /** The guest's file system, which is in its memory. */
  readonly initramfsBytes: number;
  /** The function's files, which are there too. */
  readonly codeBytes: number;
}

/** @returns memory of the machine, in MiB. The kernel holds the file system twice while it unpacks it. */
export function toGuestMemoryMiB({ memoryMiB, initramfsBytes, codeBytes }: GuestNeeds): number {
  const filesMiB = initramfsBytes / 2 ** 20;
  const running = memoryMiB + filesMiB + codeBytes / 2 ** 20 + ownMiB;
  const booting = 2 * filesMiB + ownMiB;
  return Math.ceil(Math.max(running, booting) / stepMiB) * stepMiB;
}
