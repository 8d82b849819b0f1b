/** Which container of the pool takes an activation, in OpenWhisk's order (ContainerPool.scala, `receive` of `Run`). */
import { evictLeastRecentlyUsed } from '../keep-alive/least-recently-used.ts';
import type { PoolSettings } from './pool-settings.ts';
import {
  type ContainerPhase,
  hasContainerCapacity,
  isSameRuntime,
  type PoolContainer,
  type PoolRun,
  type PoolState,
  type PrewarmedContainer,
  sumMemoryMiB,
} from './pool-state.ts';

/** OpenWhisk's own words for how an activation starts. */
export type StartLabel =
  'warmed' | 'warming' | 'warmingCold' | 'prewarmed' | 'cold' | 'recreatedPrewarm' | 'recreated';

export type ContainerDecision =
  | {
      readonly kind: 'use';
      readonly container: number;
      readonly label: 'warmed' | 'warming' | 'warmingCold';
      readonly reason: 'sameActionHasCapacity';
    }
  | {
      readonly kind: 'takePrewarm';
      readonly container: number;
      readonly label: 'prewarmed' | 'recreatedPrewarm';
      /** Containers that are removed for it. */
      readonly evicted: readonly number[];
      readonly reason: 'prewarmFits' | 'madeRoom';
    }
  | {
      readonly kind: 'create';
      readonly label: 'cold' | 'recreated';
      readonly evicted: readonly number[];
      readonly reason: 'memoryFree' | 'madeRoom';
    }
  | { readonly kind: 'buffer'; readonly reason: 'othersWait' | 'noMemory' };

const phases = ['warm', 'warming', 'warmingCold'] as const;
const labels = { warm: 'warmed', warming: 'warming', warmingCold: 'warmingCold' } as const;

function findInPhase(pool: PoolState, run: PoolRun, phase: ContainerPhase): PoolContainer | undefined {
  return pool.containers.find(
    (container) =>
      container.phase === phase &&
      container.action === run.action &&
      container.namespace === run.namespace &&
      hasContainerCapacity(container),
  );
}

function useContainer(pool: PoolState, run: PoolRun): ContainerDecision | undefined {
  for (const phase of phases) {
    const container = findInPhase(pool, run, phase);
    if (container !== undefined) {
      return { kind: 'use', container: container.id, label: labels[phase], reason: 'sameActionHasCapacity' };
    }
  }
  return undefined;
}

/** The one that expires first; one that never expires counts as if it expired now. */
function findPrewarm(pool: PoolState, run: PoolRun, nowMs: number): PrewarmedContainer | undefined {
  const expiry = (prewarm: PrewarmedContainer): number => prewarm.expiresAtMs ?? nowMs;
  return pool.prewarmed
    .filter((prewarm) => isSameRuntime(prewarm, run))
    .toSorted((a, b) => expiry(a) - expiry(b))[0];
}

/** Memory of the pool that is taken, with what is only being started. */
function sumTakenMiB(
  { containers, prewarmed, starting }: PoolState,
  { prewarmMemory }: PoolSettings,
): number {
  const beside = prewarmMemory === 'inPool' ? sumMemoryMiB(prewarmed) + sumMemoryMiB(starting) : 0;
  return sumMemoryMiB(containers) + beside;
}

/** Would a container of this size fit without removing anything? */
export function hasPoolRoom(pool: PoolState, memoryMiB: number, settings: PoolSettings): boolean {
  return sumTakenMiB(pool, settings) + memoryMiB <= settings.userMemoryMiB;
}

function startWithoutEviction(
  pool: PoolState,
  run: PoolRun,
  settings: PoolSettings,
  nowMs: number,
): ContainerDecision | undefined {
  const isRoomy = hasPoolRoom(pool, run.memoryMiB, settings);
  const mayTake = isRoomy || settings.prewarmMemory === 'inPool';
  const prewarm = mayTake ? findPrewarm(pool, run, nowMs) : undefined;
  if (prewarm !== undefined) {
    return {
      kind: 'takePrewarm',
      container: prewarm.id,
      label: 'prewarmed',
      evicted: [],
      reason: 'prewarmFits',
    };
  }
  return isRoomy ? { kind: 'create', label: 'cold', evicted: [], reason: 'memoryFree' } : undefined;
}

/**
 * Which containers go to free `neededMiB`: the least recently used of those that are warm and run nothing, all or nothing
 * (ContainerPool.scala, `remove`). Stem cells stay.
 *
 * @returns ids, in the order of removal.
 */
export function chooseToRemove(containers: readonly PoolContainer[], neededMiB: number): readonly number[] {
  const removable = containers.filter(({ phase, active }) => phase === 'warm' && active === 0);
  const decision = evictLeastRecentlyUsed(removable, neededMiB);
  return decision.kind === 'evict' ? decision.evict.flatMap((index) => removable[index]?.id ?? []) : [];
}

function startAfterEviction(
  pool: PoolState,
  run: PoolRun,
  settings: PoolSettings,
  nowMs: number,
): ContainerDecision | undefined {
  const free = pool.containers.filter(hasContainerCapacity);
  // Never more than what the free ones hold: whether that is enough is seen afterwards.
  const evicted = chooseToRemove(free, Math.min(run.memoryMiB, sumMemoryMiB(free)));
  if (evicted.length === 0) return undefined;
  const remaining = { ...pool, containers: pool.containers.filter(({ id }) => !evicted.includes(id)) };
  if (!settings.mayOvercommit && !hasPoolRoom(remaining, run.memoryMiB, settings)) return undefined;
  const prewarm = findPrewarm(pool, run, nowMs);
  return prewarm === undefined
    ? { kind: 'create', label: 'recreated', evicted, reason: 'madeRoom' }
    : { kind: 'takePrewarm', container: prewarm.id, label: 'recreatedPrewarm', evicted, reason: 'madeRoom' };
}

/**
 * Warm container of the same action and namespace with capacity; one that warms up from a stem cell; one that starts
 * cold; a stem cell of exactly the kind and memory, the one that expires first; a new container if it fits; a new one
 * in the place of the least recently used idle ones, all or nothing; else the buffer. Does not look at the buffer:
 * that is `runInPool`'s. O(containers), with a sort only when something has to go.
 *
 * Of several equal containers OpenWhisk takes an arbitrary one; here it is the first in the list.
 */
export function chooseContainer(
  pool: PoolState,
  run: PoolRun,
  settings: PoolSettings,
  nowMs: number,
): ContainerDecision {
  return (
    useContainer(pool, run) ??
    startWithoutEviction(pool, run, settings, nowMs) ??
    startAfterEviction(pool, run, settings, nowMs) ?? { kind: 'buffer', reason: 'noMemory' }
  );
}
