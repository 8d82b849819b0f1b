/** What one run of a simulation comes to, over all its functions. */
import { createDurationHistogram, type DurationHistogram } from './duration-histogram.ts';
import type { SimulationResult } from './simulate.ts';
import type { Simulated } from './simulated-function.ts';

export interface RunFigures {
  readonly invocations: number;
  /** Of those that ran, those that waited for a new instance. NaN when none ran, as all shares below. */
  readonly coldShare: number;
  readonly refusedShare: number;
  readonly refusedByReason: Readonly<Record<string, number>>;
  readonly meanInstances: number;
  /** Of all functions together, as the next two. */
  readonly mostInstances: number;
  readonly p95Instances: number;
  /** Share of the time with so many instances. */
  readonly timeAtCount: readonly number[];
  /** From arrival to answer; NaN when none ran. */
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly maxMs: number;
  /** Busy over all instance-time. */
  readonly utilization: number;
  /** Memory of all instances, and of those that had nothing to do. */
  readonly heldMiBSeconds: number;
  readonly idleMiBSeconds: number;
  readonly idleMemoryShare: number;
  readonly initSeconds: number;
  /** By the profile's meter; GB of 1,024 MiB. */
  readonly billedGbSeconds: number;
  readonly billedInvocations: number;
}

export function toRunFigures({ functions, presence }: SimulationResult, durationMs: number): RunFigures {
  const sum = (pick: (one: Simulated) => number): number =>
    functions.reduce((total, one) => total + pick(one), 0);
  const response = mergeResponses(functions);
  const invocations = sum(({ tally }) => tally.arrivals);
  const refusedByReason = countRefused(functions);
  const refused = Object.values(refusedByReason).reduce((total, count) => total + count, 0);
  const instanceMs = sum(({ tally }) => tally.instanceMs);
  const memoryMs = sum(({ tally, memoryMiB }) => tally.instanceMs * memoryMiB);
  const idleMemoryMs = sum(({ tally, memoryMiB }) => tally.idleMs * memoryMiB);
  const ran = response.count;
  return {
    invocations,
    coldShare: sum(({ tally }) => tally.starts.cold + tally.starts.coldWaiter) / ran,
    refusedShare: refused / invocations,
    refusedByReason,
    meanInstances: instanceMs / durationMs,
    mostInstances: presence.most,
    p95Instances: toQuantileCount(presence.timeAtCount, 0.95),
    timeAtCount: presence.timeAtCount.map((ms) => ms / durationMs),
    meanMs: response.meanMs,
    p50Ms: response.quantileMs(0.5) ?? Number.NaN,
    p90Ms: response.quantileMs(0.9) ?? Number.NaN,
    p99Ms: response.quantileMs(0.99) ?? Number.NaN,
    p999Ms: response.quantileMs(0.999) ?? Number.NaN,
    maxMs: ran === 0 ? Number.NaN : response.maxMs,
    utilization: 1 - sum(({ tally }) => tally.idleMs + tally.initMs) / instanceMs,
    heldMiBSeconds: memoryMs / 1000,
    idleMiBSeconds: idleMemoryMs / 1000,
    idleMemoryShare: idleMemoryMs / memoryMs,
    initSeconds: sum(({ tally }) => tally.initMs) / 1000,
    billedGbSeconds: sum(({ tally, memoryMiB }) => (tally.billedMs * memoryMiB) / 1024) / 1000,
    billedInvocations: ran,
  };
}

/** So many are enough for this part of the time. */
function toQuantileCount(timeAtCount: readonly number[], quantile: number): number {
  let left = quantile * timeAtCount.reduce((sum, ms) => sum + ms, 0);
  return Math.max(
    0,
    timeAtCount.findIndex((ms) => (left -= ms) <= 0),
  );
}

function countRefused(functions: readonly Simulated[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { tally } of functions) {
    for (const [reason, count] of tally.refused) counts[reason] = (counts[reason] ?? 0) + count;
  }
  return counts;
}

function mergeResponses(functions: readonly Simulated[]): DurationHistogram {
  const [only] = functions;
  if (only !== undefined && functions.length === 1) return only.tally.response;
  const merged = createDurationHistogram();
  for (const { tally } of functions) merged.merge(tally.response);
  return merged;
}
