/** Invocations that wait for memory: the fleet looks for room again when somebody has made some. */
import type { FleetState } from './fleet-state.ts';
import { startInstances } from './instances.ts';

export function waitForRoom<Token>(fleet: FleetState<Token>): void {
  fleet.context.cluster.whenRoom(fleet.retry);
}

/** As many instances as what waits can use, as far as there is room now. */
export function retryForRoom<Token>(fleet: FleetState<Token>): void {
  const { seen, policies } = fleet;
  const wanted = Math.ceil(seen.waiting / policies.instanceConcurrency) - seen.starting;
  startInstances(fleet, wanted, 'roomFreed');
  const isShort = Math.ceil(seen.waiting / policies.instanceConcurrency) > seen.starting;
  if (isShort && !fleet.isRetired) waitForRoom(fleet);
}
