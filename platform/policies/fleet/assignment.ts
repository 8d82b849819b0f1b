/** An invocation gets an instance. */
import type { FleetInstance } from './fleet-instance.ts';
import type { FleetState, StartKind } from './fleet-state.ts';
import { withdraw } from './withdraw.ts';

export function assign<Token>(
  fleet: FleetState<Token>,
  instance: FleetInstance<Token>,
  token: Token,
  start: StartKind,
): void {
  if (instance.inFlight === 0) employ(fleet, instance);
  instance.inFlight++;
  instance.node.inFlight++;
  instance.uses++;
  if (instance.inFlight >= fleet.policies.instanceConcurrency) fleet.roster.remove(instance);
  else fleet.roster.set(instance);
  countInFlight(fleet, 1);
  fleet.driver.run(instance, token, start);
}

export function countInFlight<Token>({ seen, context }: FleetState<Token>, change: 1 | -1): void {
  seen.inFlight += change;
  context.account.inFlight += change;
}

/** It was idle, and is no more. */
function employ<Token>(fleet: FleetState<Token>, instance: FleetInstance<Token>): void {
  fleet.seen.idle--;
  withdraw(fleet, instance);
  if (!instance.isPaused) return;
  instance.isPaused = false;
  fleet.driver.resume?.(instance);
}
