/**
 * One entrance to every routing, and the switch between early and late binding: is an invocation that finds no free
 * slot bound to an instance at once and waits there, or does it wait before all of them for the first free one?
 */
import { type Eligibility, hasFreeSlot, isAnyInstance, type RoutableInstance } from './instances.ts';
import { chooseFirstAvailable, choosePowerOfTwo, chooseRandom, chooseRoundRobin } from './positional.ts';
import { chooseByRank, type RankedRouting, rankedRoutings } from './ranked.ts';

export type Routing = RankedRouting | 'firstAvailable' | 'roundRobin' | 'random' | 'powerOfTwo';

/** Every routing, in the order of the documentation. */
export const routings: readonly Routing[] = [
  ...rankedRoutings,
  'firstAvailable',
  'roundRobin',
  'random',
  'powerOfTwo',
];

export const bindings = ['early', 'late'] as const;
export type Binding = (typeof bindings)[number];

export interface RouteObservation {
  readonly instances: readonly RoutableInstance[];
  /** Index that was chosen last, for round robin; -1 before the first. */
  readonly last: number;
  /** Uniform, from 0 to below 1; looked at by `random` and `powerOfTwo`. */
  readonly draw: number;
  /** Another one, for `powerOfTwo`. */
  readonly otherDraw: number;
}

export type RouteDecision =
  | { readonly kind: 'run'; readonly index: number; readonly reason: Routing }
  /** Early binding: waits in the queue of this instance. */
  | { readonly kind: 'wait'; readonly index: number; readonly reason: 'allFull' | 'chosenFull' }
  /** Late binding: waits in the common queue, and the first free slot takes the oldest. */
  | { readonly kind: 'queue'; readonly reason: 'allFull' | 'noInstance' };

/**
 * The index alone, without an allocation, for callers that decide a million times a second.
 *
 * @param isEligible - which instances may be chosen; those with a free slot by default.
 * @returns -1 when none may be chosen.
 */
export function chooseInstance(
  seen: RouteObservation,
  routing: Routing,
  isEligible: Eligibility = hasFreeSlot,
): number {
  switch (routing) {
    case 'firstAvailable':
      return chooseFirstAvailable(seen.instances, isEligible);
    case 'roundRobin':
      return chooseRoundRobin(seen.instances, seen.last, isEligible);
    case 'random':
      return chooseRandom(seen.instances, seen.draw, isEligible);
    case 'powerOfTwo':
      return choosePowerOfTwo(seen.instances, seen.draw, seen.otherDraw, isEligible);
    case 'newest':
    case 'oldest':
    case 'mostRecentlyUsed':
    case 'leastRecentlyUsed':
    case 'leastLoaded':
      return chooseByRank(seen.instances, routing, isEligible);
  }
}

/** Routings of load balancers that know no idle instances: bound early they do not look for a free slot first. */
const blindRoutings: ReadonlySet<string> = new Set(['random', 'roundRobin', 'powerOfTwo', 'leastLoaded']);

export function isBlind(routing: string): routing is Routing {
  return blindRoutings.has(routing);
}

function chooseEarly(seen: RouteObservation, routing: Routing): number {
  if (isBlind(routing)) return chooseInstance(seen, routing, isAnyInstance);
  const free = chooseInstance(seen, routing);
  return free === -1 ? chooseByRank(seen.instances, 'leastLoaded', isAnyInstance) : free;
}

/**
 * Bound early an invocation always gets an instance, if there is one: random, round robin, power of two and least
 * loaded choose among all of them, the others among those with a free slot and else the least loaded. What waits at
 * an instance stays there, though another one becomes free. Bound late it waits for the first free slot.
 */
export function decideRoute(
  seen: RouteObservation,
  routing: Routing,
  binding: Binding = 'late',
): RouteDecision {
  const index = binding === 'early' ? chooseEarly(seen, routing) : chooseInstance(seen, routing);
  const chosen = seen.instances[index];
  if (chosen === undefined) {
    return { kind: 'queue', reason: seen.instances.length === 0 ? 'noInstance' : 'allFull' };
  }
  return hasFreeSlot(chosen)
    ? { kind: 'run', index, reason: routing }
    : { kind: 'wait', index, reason: isBlind(routing) ? 'chosenFull' : 'allFull' };
}
