/** A server's memory under a greedy-dual policy, use by use: replays a trace against any of the variants. */
import {
  type CachedInstance,
  type GreedyDualSettings,
  greedyDualLifetimesMs,
  greedyDualSettings,
  makeGreedyDualRoom,
  toGreedyDualPriority,
} from './greedy-dual.ts';

export interface CachedFunction {
  readonly name: string;
  readonly memoryMiB: number;
  readonly coldRunMs: number;
  readonly warmRunMs: number;
}

interface ServerInstance {
  readonly name: string;
  readonly memoryMiB: number;
  readonly priority: number;
  readonly lastUsedMs: number;
  readonly busyUntilMs: number;
  /** Invocations that it has taken. */
  readonly uses: number;
}

export interface GreedyDualCache {
  readonly clock: number;
  readonly instances: readonly ServerInstance[];
  /** By function, uses since it last had no instance. */
  readonly uses: ReadonlyMap<string, number>;
}

export interface GreedyDualCacheSettings extends GreedyDualSettings {
  readonly memoryMiB: number;
  /** Of the variant TTL. */
  readonly lifetimeMs: number;
  /**
   * What counts as uses of a function: all since it last had no instance, or, as in faascache-sim, those of the instances
   * that it has now, so that those of an evicted one are forgotten.
   */
  readonly counts: 'function' | 'instances';
}

export const greedyDualCacheSettings: GreedyDualCacheSettings = {
  ...greedyDualSettings,
  memoryMiB: 32_000,
  lifetimeMs: greedyDualLifetimesMs.ttl,
  counts: 'function',
};

export interface CacheUse {
  readonly state: GreedyDualCache;
  readonly start: 'warm' | 'cold' | 'refused';
  /** Functions whose instances were evicted for it, in that order. */
  readonly evicted: readonly string[];
  readonly reason: 'idleInstance' | 'memoryFree' | 'evicted' | 'tooLittleIdle';
}

export const emptyGreedyDualCache: GreedyDualCache = { clock: 0, instances: [], uses: new Map() };

/** A function without instances begins to count its uses anew. */
function dropUses(uses: ReadonlyMap<string, number>, left: readonly ServerInstance[]): Map<string, number> {
  return new Map([...uses].filter(([name]) => left.some((instance) => instance.name === name)));
}

function expire(state: GreedyDualCache, nowMs: number, settings: GreedyDualCacheSettings): GreedyDualCache {
  if (settings.variant !== 'TTL') return state;
  const instances = state.instances.filter(
    ({ busyUntilMs, lastUsedMs }) => busyUntilMs > nowMs || lastUsedMs + settings.lifetimeMs >= nowMs,
  );
  return { ...state, instances, uses: dropUses(state.uses, instances) };
}

/** Stamps every instance of the function, as the authors' simulator does, and counts the use. */
function stamp(
  state: GreedyDualCache,
  { name, memoryMiB, coldRunMs, warmRunMs }: CachedFunction,
  draw: number,
  nowMs: number,
  { variant, counts }: GreedyDualCacheSettings,
): GreedyDualCache {
  const ofFunction = (state.uses.get(name) ?? 0) + 1;
  const ofInstances = state.instances.reduce((sum, seen) => sum + (seen.name === name ? seen.uses : 0), 0);
  const inputs = {
    memoryMiB,
    coldRunMs,
    warmRunMs,
    draw,
    uses: counts === 'function' ? ofFunction : ofInstances,
    clock: state.clock,
    lastUsedMs: nowMs,
  };
  const priority = toGreedyDualPriority(variant, inputs);
  const instances = state.instances.map((seen) => (seen.name === name ? { ...seen, priority } : seen));
  return { ...state, instances, uses: new Map(state.uses).set(name, ofFunction) };
}

function useWarm(state: GreedyDualCache, index: number, warmRunMs: number, nowMs: number): GreedyDualCache {
  const instances = state.instances.map((seen, at) =>
    at === index ? { ...seen, lastUsedMs: nowMs, busyUntilMs: nowMs + warmRunMs, uses: seen.uses + 1 } : seen,
  );
  return { ...state, instances };
}

function toIdle(state: GreedyDualCache, nowMs: number): readonly CachedInstance[] {
  return state.instances.map((seen) => ({ ...seen, isIdle: seen.busyUntilMs <= nowMs }));
}

function startCold(
  state: GreedyDualCache,
  wanted: CachedFunction,
  nowMs: number,
  settings: GreedyDualCacheSettings,
): CacheUse {
  const { name, memoryMiB } = wanted;
  const freeMiB = state.instances.reduce((free, seen) => free - seen.memoryMiB, settings.memoryMiB);
  const seen = { instances: toIdle(state, nowMs), neededMiB: memoryMiB, freeMiB, clock: state.clock };
  const room = makeGreedyDualRoom(seen, settings);
  if (room.kind === 'refuse') return { state, start: 'refused', evicted: [], reason: room.reason };
  const evicted = room.evict.flatMap((index) => state.instances[index]?.name ?? []);
  const left = state.instances
    .map((instance, at) => ({ ...instance, priority: room.priorities?.[at] ?? instance.priority }))
    .filter((_, at) => !room.evict.includes(at));
  const busyUntilMs = nowMs + wanted.coldRunMs;
  const instances = [...left, { name, memoryMiB, priority: 0, lastUsedMs: nowMs, busyUntilMs, uses: 1 }];
  const uses = dropUses(state.uses, left);
  return { state: { clock: room.clock, instances, uses }, start: 'cold', evicted, reason: room.reason };
}

/**
 * One invocation. An idle instance of the function takes it; else one is started, and room is made for it. O(instances).
 *
 * @param draw - uniform, from 0 to below 1; looked at by the variant RAND.
 */
export function useGreedyDualCache(
  state: GreedyDualCache,
  wanted: CachedFunction,
  draw: number,
  nowMs: number,
  settings: GreedyDualCacheSettings = greedyDualCacheSettings,
): CacheUse {
  const fresh = expire(state, nowMs, settings);
  const idle = fresh.instances.findIndex(
    ({ name, busyUntilMs }) => name === wanted.name && busyUntilMs <= nowMs,
  );
  const use: CacheUse =
    idle === -1
      ? startCold(fresh, wanted, nowMs, settings)
      : {
          state: useWarm(fresh, idle, wanted.warmRunMs, nowMs),
          start: 'warm',
          evicted: [],
          reason: 'idleInstance',
        };
  if (use.start === 'refused') return use;
  return { ...use, state: stamp(use.state, wanted, draw, nowMs, settings) };
}
