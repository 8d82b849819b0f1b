/**
 * Bytes that make a deployment package larger: they cannot be compressed, and the same size gives the same bytes. Every
 * function can carry them, which costs what it costs to send, store and unpack a package; the function `code-size`
 * also reads them when it loads.
 */
import { createCipheriv } from 'node:crypto';

/** In the package. */
export const fillerPath = 'filler.bin';

export function toFiller(mib: number): Buffer {
  // Encrypted zeros: the key stream of AES in counter mode.
  const stream = createCipheriv('aes-128-ctr', Buffer.alloc(16, 'filler'), Buffer.alloc(16));
  return stream.update(Buffer.alloc(Math.round(mib * 2 ** 20)));
}
