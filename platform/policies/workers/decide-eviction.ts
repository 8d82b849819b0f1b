/** Which isolates of a server are evicted: nothing but the pressure on its memory ends an idle one. */

export interface IsolateObservation {
  readonly memoryMiB: number;
  readonly inFlight: number;
  readonly lastUsedMs: number;
}

export interface EvictionLimits {
  /** For the isolates of the server together. */
  readonly serverMiB: number;
  /** For one. */
  readonly isolateMiB: number;
}

/** Of an isolate: developers.cloudflare.com/workers/platform/limits, November 2026. That of the server is ours. */
export const evictionDefaults: EvictionLimits = { serverMiB: 8192, isolateMiB: 128 };

export interface EvictionDecision {
  /** `refuse`: it does not fit though everything idle were evicted, and so nothing is but what is too large itself. */
  readonly kind: 'keep' | 'evict' | 'refuse';
  /** Indices of those to be evicted. */
  readonly evict: readonly number[];
  readonly reason: 'fits' | 'memoryPressure' | 'isolateMemory' | 'allBusy';
}

/** The least recently used first; one that runs something is never taken for room. @param neededMiB - for a new one; 0 to check only. */
export function decideEviction(
  isolates: readonly IsolateObservation[],
  neededMiB: number,
  limits: EvictionLimits,
): EvictionDecision {
  const tooLarge = [...isolates.keys()].filter(
    (index) => (isolates[index]?.memoryMiB ?? 0) > limits.isolateMiB,
  );
  const excessMiB = sumMiB(isolates) - sumMiB(pick(isolates, tooLarge)) + neededMiB - limits.serverMiB;
  const evicted = evictIdle(isolates, tooLarge, excessMiB);
  if (evicted === undefined) return { kind: 'refuse', evict: tooLarge, reason: 'allBusy' };
  const evict = [...tooLarge, ...evicted];
  if (evict.length === 0) return { kind: 'keep', evict, reason: 'fits' };
  return { kind: 'evict', evict, reason: evicted.length > 0 ? 'memoryPressure' : 'isolateMemory' };
}

/** @returns undefined when all idle ones are not enough. */
function evictIdle(
  isolates: readonly IsolateObservation[],
  gone: readonly number[],
  excessMiB: number,
): number[] | undefined {
  const evicted: number[] = [];
  let remainingMiB = excessMiB;
  for (const index of toIdleOldestFirst(isolates, gone)) {
    if (remainingMiB <= 0) return evicted;
    evicted.push(index);
    remainingMiB -= isolates[index]?.memoryMiB ?? 0;
  }
  return remainingMiB <= 0 ? evicted : undefined;
}

function toIdleOldestFirst(isolates: readonly IsolateObservation[], gone: readonly number[]): number[] {
  return [...isolates.keys()]
    .filter((index) => isolates[index]?.inFlight === 0 && !gone.includes(index))
    .toSorted((a, b) => (isolates[a]?.lastUsedMs ?? 0) - (isolates[b]?.lastUsedMs ?? 0));
}

const pick = (isolates: readonly IsolateObservation[], indices: readonly number[]): IsolateObservation[] =>
  isolates.filter((_, index) => indices.includes(index));

const sumMiB = (isolates: readonly IsolateObservation[]): number =>
  isolates.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0);
