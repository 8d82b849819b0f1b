/** An instance that may be evicted no more. */
import type { FleetInstance } from './fleet-instance.ts';
import type { FleetState } from './fleet-state.ts';

/** It is idle no more: nobody may take its memory. */
export function withdraw<Token>({ context }: FleetState<Token>, instance: FleetInstance<Token>): void {
  if (instance.candidate === undefined) return;
  context.cluster.withdraw(instance.candidate);
  instance.candidate = undefined;
}
