/** How idle instances can be kept instead of as the platform does. */

/**
 * - `fixed`: for `idleLifetimeMs` after the last invocation.
 * - `lru`: until memory is needed; the least recently used goes first.
 * - `hybrid-histogram`: by the idle times of the function ("Serverless in the Wild", ATC 2020), with its time series.
 * - `inter-arrival-histogram`: the same idea as faascache-sim has it, by the times between arrivals.
 * - `greedy-dual`: until memory is needed; what is cheap to start again goes first (FaasCache, ASPLOS 2021).
 * - `halving`: half of them after every 380 s of silence (SeBS).
 */
export const keepAliveNames = [
  'fixed',
  'lru',
  'hybrid-histogram',
  'inter-arrival-histogram',
  'greedy-dual',
  'halving',
] as const;
export type KeepAliveName = (typeof keepAliveNames)[number];

/** Those that keep instances until another one needs their memory. */
export function evictsForMemory(name: KeepAliveName): boolean {
  return name === 'lru' || name === 'greedy-dual';
}
