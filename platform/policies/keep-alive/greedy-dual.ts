/**
 * Keep what is dear to start again: the greedy-dual policy of FaasCache (Fuerst and Sharma, ASPLOS 2021) and the other
 * policies of its authors' simulator (aFuerst/faascache-sim, LambdaScheduler.py). Each instance carries a priority, stamped when
 * it is used; when memory is needed the idle ones with the lowest go.
 */

/**
 * `GD`: clock + uses * cost / size. `FREQ`: clock + uses * cost. `SIZE`: clock + uses / size. `LRU`, `TTL`: when it was
 * last used. `LANDLORD`: a credit that pays rent by size. `RAND`: a number from 0 to 9.
 */
export type GreedyDualVariant = 'GD' | 'TTL' | 'LRU' | 'FREQ' | 'SIZE' | 'LANDLORD' | 'RAND';

export const greedyDualVariants: readonly GreedyDualVariant[] = [
  'GD',
  'TTL',
  'LRU',
  'FREQ',
  'SIZE',
  'LANDLORD',
  'RAND',
];

/** Lifetimes of the variant `TTL` in the authors' simulator: 10 minutes, and 2 hours as LONG-TTL. */
export const greedyDualLifetimesMs: { readonly ttl: number; readonly longTtl: number } = {
  ttl: 600_000,
  longTtl: 7_200_000,
};

export interface PriorityInputs {
  /** Of the server: the priority of what was evicted last. */
  readonly clock: number;
  /** Of the function, over all its instances, since it last had none; this use included. */
  readonly uses: number;
  /** Run times with and without a cold start; the unit is the caller's, and the same for all. */
  readonly coldRunMs: number;
  readonly warmRunMs: number;
  readonly memoryMiB: number;
  /** Of this use. */
  readonly lastUsedMs: number;
  /** Uniform, from 0 to below 1; looked at by `RAND`. */
  readonly draw: number;
}

/** The priority that an instance is stamped with when it is used. The cost of GD and FREQ is cold minus warm run time. */
export function toGreedyDualPriority(variant: GreedyDualVariant, of: PriorityInputs): number {
  const cost = of.coldRunMs - of.warmRunMs;
  switch (variant) {
    case 'GD':
      return of.clock + of.uses * (cost / of.memoryMiB);
    case 'FREQ':
      return of.clock + of.uses * cost;
    case 'SIZE':
      return of.clock + of.uses / of.memoryMiB;
    case 'LANDLORD':
      return of.warmRunMs;
    case 'RAND':
      return Math.floor(of.draw * 10);
    case 'LRU':
    case 'TTL':
      return of.lastUsedMs;
  }
}

export interface CachedInstance {
  readonly priority: number;
  readonly memoryMiB: number;
  readonly lastUsedMs: number;
  /** Runs nothing; only such an instance can go. */
  readonly isIdle: boolean;
}

export interface CacheObservation {
  readonly instances: readonly CachedInstance[];
  /** Of the new instance. */
  readonly neededMiB: number;
  readonly freeMiB: number;
  readonly clock: number;
}

export interface GreedyDualSettings {
  readonly variant: GreedyDualVariant;
  /** `shortfall`: until the new instance fits. `size`: as much as it needs, whatever is free, as the authors' simulator does. */
  readonly evicts: 'shortfall' | 'size';
}

export const greedyDualSettings: GreedyDualSettings = { variant: 'GD', evicts: 'shortfall' };

export type CacheDecision =
  | {
      readonly kind: 'fit';
      readonly evict: readonly number[];
      readonly clock: number;
      /** Of each instance the credit that the rent has left; only of the variant LANDLORD, and only when rent was due. */
      readonly priorities: readonly number[] | undefined;
      readonly reason: 'memoryFree' | 'evicted';
    }
  | { readonly kind: 'refuse'; readonly reason: 'tooLittleIdle' };

/** Rent by size, so high that the first instance has nothing left. */
function chargeRent(instances: readonly CachedInstance[]): readonly number[] {
  const rent = Math.min(...instances.map(({ priority, memoryMiB }) => priority / memoryMiB));
  return instances.map(({ priority, memoryMiB }) => priority - rent * memoryMiB);
}

/** Lowest priority first; of equal ones the least recently used, and then the one that stands first. */
function toEvictionOrder(instances: readonly CachedInstance[], priorities: readonly number[]): number[] {
  const idle = [...instances.keys()].filter((index) => instances[index]?.isIdle === true);
  const usedAt = (index: number): number => instances[index]?.lastUsedMs ?? 0;
  return idle.toSorted(
    (a, b) => (priorities[a] ?? 0) - (priorities[b] ?? 0) || usedAt(a) - usedAt(b) || a - b,
  );
}

/**
 * Makes room for an instance. The clock becomes the priority of what is evicted last. Evicts nothing when all idle ones
 * together are too little. O(n log n), only when memory is needed.
 */
export function makeGreedyDualRoom(
  { instances, neededMiB, freeMiB, clock }: CacheObservation,
  { variant, evicts }: GreedyDualSettings = greedyDualSettings,
): CacheDecision {
  if (freeMiB >= neededMiB)
    return { kind: 'fit', evict: [], clock, priorities: undefined, reason: 'memoryFree' };
  const rented = variant === 'LANDLORD' && instances.length > 0 ? chargeRent(instances) : undefined;
  const priorities = rented ?? instances.map(({ priority }) => priority);
  const aimMiB = evicts === 'size' ? neededMiB : neededMiB - freeMiB;
  const evict: number[] = [];
  let freedMiB = 0;
  for (const index of toEvictionOrder(instances, priorities)) {
    if (freedMiB >= aimMiB) break;
    evict.push(index);
    freedMiB += instances[index]?.memoryMiB ?? 0;
  }
  if (freeMiB + freedMiB < neededMiB) return { kind: 'refuse', reason: 'tooLittleIdle' };
  const last = priorities[evict.at(-1) ?? -1] ?? clock;
  return { kind: 'fit', evict, clock: last, priorities: rented, reason: 'evicted' };
}
