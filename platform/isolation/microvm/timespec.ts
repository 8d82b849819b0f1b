/** An instant as Linux takes it: seconds and nanoseconds, of eight bytes each. */

export const timespecBytes = 16;

export function toTimespec(epochMs: number): Buffer {
  const seconds = Math.floor(epochMs / 1000);
  const timespec = Buffer.alloc(timespecBytes);
  timespec.writeBigInt64LE(BigInt(seconds), 0);
  timespec.writeBigInt64LE(BigInt(Math.floor((epochMs - seconds * 1000) * 1e6)), 8);
  return timespec;
}
