/**
 * Routing by rank: of the instances with a free slot the one with the highest rank takes the invocation, and of equal
 * ones the one that stands first. A caller with many instances keeps them in a heap or a list in the order of the rank
 * instead of scanning them; both choose the same.
 */
import { type Eligibility, hasFreeSlot, type RoutableInstance } from './instances.ts';

/** `leastLoaded`: the fewest invocations in flight. */
export const rankedRoutings = [
  'newest',
  'oldest',
  'mostRecentlyUsed',
  'leastRecentlyUsed',
  'leastLoaded',
] as const;

export type RankedRouting = (typeof rankedRoutings)[number];

/** By routing, the rank of an instance. */
export const instanceRanks: Readonly<Record<RankedRouting, (instance: RoutableInstance) => number>> = {
  newest: ({ sequence }) => sequence,
  oldest: ({ sequence }) => -sequence,
  mostRecentlyUsed: ({ lastUsedMs }) => lastUsedMs,
  leastRecentlyUsed: ({ lastUsedMs }) => -lastUsedMs,
  leastLoaded: ({ inFlight }) => -inFlight,
};

/**
 * One scan, no allocation.
 *
 * @param isEligible - which instances may be chosen; those with a free slot by default.
 * @returns the index, or -1 when none may be chosen.
 */
export function chooseByRank(
  instances: readonly RoutableInstance[],
  routing: RankedRouting,
  isEligible: Eligibility = hasFreeSlot,
): number {
  const rankOf = instanceRanks[routing];
  let chosen = -1;
  let highest = -Infinity;
  for (let index = 0; index < instances.length; index++) {
    const instance = instances[index] as RoutableInstance;
    if (!isEligible(instance)) continue;
    const rank = rankOf(instance);
    if (chosen >= 0 && rank <= highest) continue;
    chosen = index;
    highest = rank;
  }
  return chosen;
}
