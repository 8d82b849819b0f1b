/** Encrypts a message by AES-128 in counter mode, and what comes of it again. */
import { createCipheriv, createHash } from 'node:crypto';
import { createRandom } from '../../shared/node/seeded.mts';

interface Event {
  readonly bytes: number;
  readonly rounds: number;
  readonly seed: number;
}

export function handle({ bytes, rounds, seed }: Event): { bytes: number; rounds: number; sha256: string } {
  const below = createRandom(seed);
  const draw = (length: number): Buffer => Buffer.from(Array.from({ length }, () => below(256)));
  const key = draw(16);
  let message = draw(bytes);
  for (let round = 0; round < rounds; round++) {
    // The round's own part of the counter.
    const counter = Buffer.alloc(16);
    counter.writeUInt32BE(round);
    message = createCipheriv('aes-128-ctr', key, counter).update(message);
  }
  return { bytes, rounds, sha256: createHash('sha256').update(message).digest('hex') };
}
