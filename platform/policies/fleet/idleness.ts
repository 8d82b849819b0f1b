/** The idle life of an instance: offered for eviction, paused, removed. */
import type { FleetInstance } from './fleet-instance.ts';
import type { FleetState } from './fleet-state.ts';
import { removeInstance } from './instances.ts';

/** It has nothing left to do. */
export function beginIdleness<Token>(fleet: FleetState<Token>, instance: FleetInstance<Token>): void {
  const { policies, seen, context, timers } = fleet;
  if (fleet.isRetired) return removeInstance(fleet, instance, 'replaced');
  const plan = policies.keepAlive.onIdle(seen, instance);
  fleet.prewarmAtMs = plan.prewarmAtMs;
  if (plan.prewarmAtMs !== Infinity) timers.add(plan.prewarmAtMs, 'prewarm');
  if (plan.removeAtMs <= seen.nowMs && !isLeast(fleet)) return removeInstance(fleet, instance, 'idle');
  instance.removeAtMs = plan.removeAtMs;
  instance.pauseAtMs = plan.pauseAtMs;
  if (context.cluster.evicts) offer(fleet, instance);
  arm(fleet, instance);
}

function offer<Token>(fleet: FleetState<Token>, instance: FleetInstance<Token>): void {
  const { node, memoryMiB } = instance;
  const evict = (rank: number): void => {
    fleet.policies.keepAlive.onEvicted?.(instance, rank);
    removeInstance(fleet, instance, 'memoryPressure');
  };
  instance.candidate = { heapIndex: -1, node, memoryMiB, evict };
  const rank = fleet.policies.keepAlive.evictionRank?.(instance) ?? instance.idleSinceMs;
  fleet.context.cluster.offer(instance.candidate, rank);
}

/** Its timer has come: it may have worked meanwhile, and be idle anew. */
export function lookAtIdle<Token>(fleet: FleetState<Token>, instance: FleetInstance<Token>): void {
  instance.timerAtMs = Infinity;
  if (instance.state !== 'ready' || instance.inFlight > 0) return;
  const { nowMs } = fleet.seen;
  if (instance.removeAtMs <= nowMs) {
    instance.removeAtMs = isLeast(fleet)
      ? Infinity
      : (fleet.policies.keepAlive.onTime?.(fleet.seen) ?? nowMs);
    if (instance.removeAtMs <= nowMs) return removeInstance(fleet, instance, 'idle');
  }
  if (instance.pauseAtMs <= nowMs && !instance.isPaused) {
    instance.isPaused = true;
    fleet.driver.pause?.(instance);
  }
  arm(fleet, instance);
}

/** Are there no more than there have to be? */
function isLeast<Token>({ seen, policies }: FleetState<Token>): boolean {
  return seen.starting + seen.ready <= (policies.minInstances ?? 0);
}

/** One timer an instance, not one an invocation: an earlier one is left as it is, and looks again when it comes. */
function arm<Token>({ timers }: FleetState<Token>, instance: FleetInstance<Token>): void {
  const atMs = Math.min(instance.removeAtMs, instance.isPaused ? Infinity : instance.pauseAtMs);
  if (atMs >= instance.timerAtMs) return;
  instance.timerAtMs = atMs;
  timers.add(atMs, instance);
}
