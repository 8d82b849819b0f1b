/** How many stem cells there should be: OpenWhisk's ContainerPool.scala, `adjustPrewarmedContainer`. */
import { startPrewarm } from './container-pool.ts';
import type { PoolSettings, PrewarmConfig, ReactivePrewarm } from './pool-settings.ts';
import { type ColdStartCount, isSameRuntime, type PoolState, type PrewarmedContainer } from './pool-state.ts';

/**
 * `start`: the invoker has begun. `check`: the periodic check, which removes what has expired and answers cold starts.
 * `replace`: a container was removed; at least the minimum must be there.
 */
export type PrewarmOccasion = 'start' | 'check' | 'replace';

export interface PrewarmChange {
  readonly state: PoolState;
  /** Stem cells that have expired and are removed. */
  readonly expired: readonly number[];
  /** Stem cells that are started. */
  readonly started: readonly number[];
  readonly reason: PrewarmOccasion;
}

/**
 * min(max(minCount, floor(coldStarts / threshold) * increment), maxCount)
 *
 * @param coldStarts - of this kind and memory size since the last check.
 */
export function toReactivePrewarms(coldStarts: number, reactive: ReactivePrewarm): number {
  const wanted = Math.floor(coldStarts / reactive.threshold) * reactive.increment;
  return Math.min(Math.max(reactive.minCount, wanted), reactive.maxCount);
}

function toWanted(
  { initialCount, reactive, ...runtime }: PrewarmConfig,
  occasion: PrewarmOccasion,
  coldStarts: readonly ColdStartCount[],
): number {
  if (occasion === 'start' || reactive === undefined) return initialCount;
  const seen = occasion === 'check' ? coldStarts.find((count) => isSameRuntime(count, runtime)) : undefined;
  return seen === undefined ? reactive.minCount : toReactivePrewarms(seen.count, reactive);
}

/** Those that have expired, the oldest first, and not more than the limit. */
function findExpired(
  { prewarmed }: PoolState,
  settings: PoolSettings,
  nowMs: number,
): readonly PrewarmedContainer[] {
  const expiry = (prewarm: PrewarmedContainer): number => prewarm.expiresAtMs ?? Infinity;
  const isReactive = (prewarm: PrewarmedContainer): boolean =>
    settings.prewarms.some((config) => config.reactive !== undefined && isSameRuntime(config, prewarm));
  return prewarmed
    .filter((prewarm) => isReactive(prewarm) && expiry(prewarm) < nowMs)
    .toSorted((a, b) => expiry(a) - expiry(b))
    .slice(0, settings.prewarmExpirationLimit);
}

function fill(state: PoolState, config: PrewarmConfig, wanted: number, settings: PoolSettings): PoolState {
  const isOfKind = (container: { readonly kind: string; readonly memoryMiB: number }): boolean =>
    isSameRuntime(container, config);
  const have = state.prewarmed.filter(isOfKind).length + state.starting.filter(isOfKind).length;
  let filled = state;
  for (let count = have; count < wanted; count++) filled = startPrewarm(filled, config, settings);
  return filled;
}

/**
 * Brings the stem cells to their number: of every kind and memory size as many as are missing are started, as long as
 * there is memory. Never stops one that has not expired. A check also begins to count cold starts anew.
 */
export function adjustPrewarms(
  state: PoolState,
  occasion: PrewarmOccasion,
  settings: PoolSettings,
  nowMs: number,
): PrewarmChange {
  const expired = occasion === 'check' ? findExpired(state, settings, nowMs) : [];
  const kept = state.prewarmed.filter((prewarm) => !expired.includes(prewarm));
  let next: PoolState = { ...state, prewarmed: kept };
  for (const config of settings.prewarms) {
    next = fill(next, config, toWanted(config, occasion, state.coldStarts), settings);
  }
  const started = next.starting.slice(state.starting.length).map(({ id }) => id);
  if (occasion === 'check') next = { ...next, coldStarts: [] };
  return { state: next, expired: expired.map(({ id }) => id), started, reason: occasion };
}
