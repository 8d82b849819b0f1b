/** How long idle instances are kept, and which go when memory is needed. */
export { type ArimaForecast, type ArimaModel, type ArimaOrder, fitArima, forecastArima } from './arima.ts';
export { decideKeepAlive, type KeepAliveDecision } from './fixed-lifetime.ts';
export {
  type CachedFunction,
  type CacheUse,
  emptyGreedyDualCache,
  type GreedyDualCache,
  type GreedyDualCacheSettings,
  greedyDualCacheSettings,
  useGreedyDualCache,
} from './greedy-dual-cache.ts';
export {
  type CacheDecision,
  type CachedInstance,
  type CacheObservation,
  greedyDualLifetimesMs,
  type GreedyDualSettings,
  greedyDualSettings,
  type GreedyDualVariant,
  greedyDualVariants,
  makeGreedyDualRoom,
  type PriorityInputs,
  toGreedyDualPriority,
} from './greedy-dual.ts';
export { decideHalving, type HalvingDecision } from './halving.ts';
export {
  createIdleTimes,
  decideHybridHistogram,
  type HybridHistogramSettings,
  hybridHistogramSettings,
  type IdleTimes,
  recordIdleTime,
  toBinVariation,
} from './hybrid-histogram.ts';
export {
  createInterArrivals,
  decideInterArrivalHistogram,
  type InterArrivals,
  type InterArrivalSettings,
  interArrivalSettings,
  recordArrival,
} from './inter-arrival-histogram.ts';
export { evictLeastRecentlyUsed, type IdleMemory, type LruDecision } from './least-recently-used.ts';
export type { KeepAliveWindows } from './windows.ts';
