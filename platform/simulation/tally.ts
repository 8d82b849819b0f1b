/** What a simulated function did, as sums over time: nothing grows with the number of invocations. */
import type { StartKind } from '../policies/fleet/fleet-state.ts';
import type { FleetSeen } from '../policies/profile-parts.ts';
import { createDurationHistogram, type DurationHistogram } from './duration-histogram.ts';

export interface Tally {
  arrivals: number;
  readonly starts: Record<StartKind, number>;
  /** By reason. */
  readonly refused: Map<string, number>;
  readonly response: DurationHistogram;
  /** Instances that were asked for, and how long those lived that are gone. */
  started: number;
  removed: number;
  lifeMs: number;
  initMs: number;
  /** Instance-milliseconds: all, and those with nothing in flight. */
  instanceMs: number;
  idleMs: number;
  /** Sum over invocations of the time that they ran. */
  runMs: number;
  /** By the function's meter. */
  billedMs: number;
  /** Has to be called before anything changes. */
  advance(seen: Readonly<FleetSeen>, nowMs: number): void;
}

export function createTally(startMs: number): Tally {
  let sinceMs = startMs;
  const tally: Tally = {
    arrivals: 0,
    starts: { warm: 0, cold: 0, coldWaiter: 0 },
    refused: new Map(),
    response: createDurationHistogram(),
    started: 0,
    removed: 0,
    lifeMs: 0,
    initMs: 0,
    instanceMs: 0,
    idleMs: 0,
    runMs: 0,
    billedMs: 0,
    advance(seen, nowMs) {
      const elapsedMs = nowMs - sinceMs;
      if (elapsedMs === 0) return;
      sinceMs = nowMs;
      const instances = seen.starting + seen.ready;
      tally.instanceMs += instances * elapsedMs;
      tally.idleMs += seen.idle * elapsedMs;
    },
  };
  return tally;
}
