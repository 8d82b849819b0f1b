/** Writes to every page of so much memory, reads every page back, and gives the memory back. */
import { createRandom } from '../../shared/node/seeded.mts';

const pageBytes = 4096;

/** Of ECMAScript 2024; Node.js has had it since version 20. */
type Resizable = ArrayBuffer & { resize(length: number): void };

export function handle({ mib, seed }: { readonly mib: number; readonly seed: number }): {
  mib: number;
  checksum: number;
} {
  const length = mib * 2 ** 20;
  const memory = Reflect.construct(ArrayBuffer, [length, { maxByteLength: length }]) as Resizable;
  const bytes = new Uint8Array(memory);
  const below = createRandom(seed);
  for (let at = 0; at < length; at += pageBytes) bytes[at] = below(256);
  let checksum = 0;
  for (let at = 0; at < length; at += pageBytes) checksum += bytes[at] ?? 0;
  // At once, not when the garbage collector comes: the next invocation takes fresh pages again.
  memory.resize(0);
  return { mib, checksum };
}
