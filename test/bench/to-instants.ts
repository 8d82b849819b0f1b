/** Poisson arrivals one by one, so that a schedule of any length takes no memory. */
import type { Random } from '../../harness/contract/seeded-random.ts';

/** @returns a function that gives the next instant in milliseconds, without end. */
export function toInstants(perSecond: number, random: Random): () => number {
  const gapMs = 1000 / perSecond;
  let atMs = 0;
  return () => (atMs -= Math.log(1 - random()) * gapMs);
}
