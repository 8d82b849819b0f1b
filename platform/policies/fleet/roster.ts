/** The instances with room for an invocation, and which of them gets it: one structure for each way of routing. */
import type { FleetRouting } from '../profile-parts.ts';
import type { Cluster } from './cluster.ts';
import type { FleetInstance } from './fleet-instance.ts';
import { createHermodRoster } from './hermod-roster.ts';
import { createIndexedHeap } from './indexed-heap.ts';

export interface Roster<Token> {
  readonly size: number;
  /** @param random - uniform, from 0 to below 1; drawn only by those that route by chance. */
  choose(random: () => number): FleetInstance<Token> | undefined;
  /** Adds it, or notes that its load has changed. */
  set(instance: FleetInstance<Token>): void;
  /** It has no room any more, or is gone. */
  remove(instance: FleetInstance<Token>): void;
  /** Where an instance is to start for the invocation for which none was chosen. */
  wantedNode?(): number | undefined;
}

/** @param cluster - and the memory of an instance, for routings that look at the nodes. */
export function createRoster<Token>(
  routing: FleetRouting,
  cluster: Cluster,
  memoryMiB: number,
): Roster<Token> {
  switch (routing) {
    case 'newest':
      return createRanked((instance) => -instance.sequence);
    case 'oldest':
    case 'firstAvailable':
      return createRanked((instance) => instance.sequence);
    case 'mostRecentlyUsed':
      return createRanked((instance) => -instance.idleSinceMs);
    case 'leastRecentlyUsed':
      return createRanked((instance) => instance.idleSinceMs);
    case 'leastLoaded':
      // Among equals the newest: what is old may then grow idle.
      return createRanked((instance) => instance.inFlight - instance.sequence / 2 ** 40);
    case 'random':
      return createListed((list, random) => list[Math.floor(random() * list.length)]);
    case 'powerOfTwo':
      return createListed(chooseOfTwo);
    case 'roundRobin':
      return createRoundRobin();
    case 'hermod':
      return createHermodRoster(cluster, memoryMiB);
  }
}

function createRanked<Token>(toRank: (instance: FleetInstance<Token>) => number): Roster<Token> {
  const heap = createIndexedHeap<FleetInstance<Token>>();
  return {
    get size() {
      return heap.size;
    },
    choose: () => heap.peek(),
    set: (instance) => heap.set(instance, toRank(instance)),
    remove: (instance) => heap.remove(instance),
  };
}

type Pick<Token> = (
  list: readonly FleetInstance<Token>[],
  random: () => number,
) => FleetInstance<Token> | undefined;

/** In no order: leaving swaps the last one into the gap. */
function createListed<Token>(pick: Pick<Token>): Roster<Token> {
  const list: FleetInstance<Token>[] = [];
  return {
    get size() {
      return list.length;
    },
    choose: (random) => (list.length === 0 ? undefined : pick(list, random)),
    set(instance) {
      if (instance.heapIndex === -1) instance.heapIndex = list.push(instance) - 1;
    },
    remove(instance) {
      const index = instance.heapIndex;
      if (index === -1) return;
      instance.heapIndex = -1;
      const last = list.pop();
      if (last === undefined || last === instance) return;
      list[index] = last;
      last.heapIndex = index;
    },
  };
}

/** Two at random, and the less loaded of them (M. Mitzenmacher, 2001). */
function chooseOfTwo<Token>(
  list: readonly FleetInstance<Token>[],
  random: () => number,
): FleetInstance<Token> | undefined {
  const one = list[Math.floor(random() * list.length)];
  const other = list[Math.floor(random() * list.length)];
  if (one === undefined || other === undefined) return one ?? other;
  return other.inFlight < one.inFlight ? other : one;
}

function createRoundRobin<Token>(): Roster<Token> {
  let turn = 0;
  return createListed((list) => list[turn++ % list.length]);
}
