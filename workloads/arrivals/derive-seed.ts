/** A seed for each part of a combination, so that two parts of one kind do not arrive together. */
import { createRandom } from '../../harness/contract/seeded-random.ts';

const range = 2 ** 52;

/** @param position - which part, or which use of the seed; from 0. */
export function deriveSeed(seed: number, position: number): number {
  // Scattered before and after: neighbouring seeds and neighbouring positions must not meet.
  return scatter((scatter(seed) + position) % range);
}

function scatter(seed: number): number {
  return Math.floor(createRandom(seed)() * range);
}
