/** Compresses a text by gzip, and unpacks it again. */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createRandom } from '../../shared/node/seeded.mts';

const level = 6;
const vocabulary = 1000;

export function handle({ kib, seed }: { readonly kib: number; readonly seed: number }): {
  bytes: number;
  sha256: string;
  isSmaller: boolean;
  compressedBytes: number;
} {
  const text = toWords(kib * 1024, seed);
  const compressed = gzipSync(text, { level });
  return {
    ...digest(gunzipSync(compressed)),
    isSmaller: compressed.length < text.length,
    compressedBytes: compressed.length,
  };
}

export function toDigest(kib: number, seed: number): { bytes: number; sha256: string } {
  return digest(toWords(kib * 1024, seed));
}

function digest(bytes: Buffer): { bytes: number; sha256: string } {
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Words of three to ten letters, out of a vocabulary, with a space after each. */
function toWords(length: number, seed: number): Buffer {
  const below = createRandom(seed);
  const toLetter = (): string => String.fromCharCode(97 + below(26));
  const words = Array.from({ length: vocabulary }, () =>
    Array.from({ length: 3 + below(8) }, toLetter).join(''),
  );
  const text = Buffer.alloc(length);
  for (let at = 0; at < length;) at += text.write(`${words[below(vocabulary)]} `, at, 'latin1');
  return text;
}
