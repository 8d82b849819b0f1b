/** Keep everything until memory is needed, then remove what was not used for longest. */

export interface IdleMemory {
  readonly lastUsedMs: number;
  readonly memoryMiB: number;
}

export type LruDecision =
  | {
      readonly kind: 'evict';
      /** Indices, in the order of eviction. */
      readonly evict: readonly number[];
      readonly freedMiB: number;
      readonly reason: 'memoryNeeded';
    }
  | { readonly kind: 'keep'; readonly reason: 'nothingNeeded' | 'tooLittleIdle' };

/** Indices from the least recently used on; of two used at the same time the one that stands first. */
function toOldestFirst(idle: readonly IdleMemory[]): number[] {
  return [...idle.keys()].toSorted(
    (a, b) => (idle[a]?.lastUsedMs ?? 0) - (idle[b]?.lastUsedMs ?? 0) || a - b,
  );
}

/**
 * All or nothing, as OpenWhisk's ContainerPool.scala `remove`: evicts the least recently used until `neededMiB` are
 * free, or nothing when all of them together are too little. O(n log n), only when memory is needed.
 *
 * @param idle - what may be evicted, in any order.
 */
export function evictLeastRecentlyUsed(idle: readonly IdleMemory[], neededMiB: number): LruDecision {
  if (neededMiB <= 0) return { kind: 'keep', reason: 'nothingNeeded' };
  const evict: number[] = [];
  let freedMiB = 0;
  for (const index of toOldestFirst(idle)) {
    if (freedMiB >= neededMiB) break;
    evict.push(index);
    freedMiB += idle[index]?.memoryMiB ?? 0;
  }
  return freedMiB < neededMiB
    ? { kind: 'keep', reason: 'tooLittleIdle' }
    : { kind: 'evict', evict, freedMiB, reason: 'memoryNeeded' };
}
