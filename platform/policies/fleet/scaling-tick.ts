/** The scaler's own moment: so many instances are wanted, so many are there. */
import type { FleetInstance } from './fleet-instance.ts';
import type { FleetState } from './fleet-state.ts';
import { drainInstance, removeInstance, startInstances } from './instances.ts';

/** On the grid of the intervals from its beginning on, however long it has slept. */
export function armTick<Token>(fleet: FleetState<Token>): void {
  const { policies, seen, timers, startMs } = fleet;
  fleet.isTickArmed = true;
  const { tickMs } = policies.scaler;
  if (tickMs === undefined || fleet.isRetired) return;
  const passed = Math.floor((seen.nowMs - startMs) / tickMs);
  const nextMs = startMs + tickMs * (passed + 1);
  // Rounding may put the next one where this one was, and that for ever.
  timers.add(nextMs > seen.nowMs ? nextMs : startMs + tickMs * (passed + 2), 'tick');
}

/** Asks the scaler, and does what it wants. */
export function scale<Token>(fleet: FleetState<Token>): void {
  const { policies, seen, driver } = fleet;
  if (fleet.isRetired) return;
  const target = policies.scaler.onTick?.(seen);
  if (!fleet.isTickArmed && target?.sleeps !== true) armTick(fleet);
  if (target?.desired === undefined) return;
  const present = seen.starting + seen.ready;
  const desired = Math.min(target.desired, policies.maxInstances);
  if (desired === present) return;
  driver.scaled?.(present, desired, target.reason);
  if (desired > present) startInstances(fleet, desired - present, target.reason);
  else scaleIn(fleet, present - desired);
}

/** Idle ones first, then those that are still starting, then the busy ones: they go when they are done. */
function scaleIn<Token>(fleet: FleetState<Token>, excess: number): void {
  const candidates = [...fleet.live].filter(({ state }) => state !== 'draining').toSorted(toScaleInOrder);
  for (const instance of candidates.slice(0, excess)) {
    if (instance.bound !== undefined) continue;
    if (instance.inFlight === 0) removeInstance(fleet, instance, 'scaledIn');
    else drainInstance(fleet, instance);
  }
}

function toScaleInOrder<Token>(a: FleetInstance<Token>, b: FleetInstance<Token>): number {
  return toScaleInRank(a) - toScaleInRank(b) || a.inFlight - b.inFlight || b.sequence - a.sequence;
}

function toScaleInRank<Token>({ state, inFlight }: FleetInstance<Token>): number {
  if (state === 'starting') return 1;
  return inFlight === 0 ? 0 : 2;
}
