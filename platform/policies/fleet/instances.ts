/** Instances come and go: with the memory that they take, and everywhere that they are listed. */
import type { FleetInstance } from './fleet-instance.ts';
import { unbind } from './early-binding.ts';
import type { FleetRemoval, FleetState } from './fleet-state.ts';
import { withdraw } from './withdraw.ts';

/**
 * Begins an instance.
 *
 * @param bound - the invocation that it is for; undefined for any that waits.
 * @returns false when there may be no more, or no node has room.
 */
export function startInstance<Token>(
  fleet: FleetState<Token>,
  reason: string,
  bound?: { readonly token: Token },
): boolean {
  const { live, seen, policies, memoryMiB, context } = fleet;
  if (live.size >= policies.maxInstances) return false;
  const node = context.cluster.place(memoryMiB, toOrder(fleet));
  if (node === undefined) return false;
  const instance: FleetInstance<Token> = {
    heapIndex: -1,
    sequence: fleet.made++,
    memoryMiB,
    node,
    requestedAtMs: seen.nowMs,
    state: 'starting',
    isPaused: false,
    inFlight: 0,
    uses: 0,
    idleSinceMs: seen.nowMs,
    removeAtMs: Infinity,
    pauseAtMs: Infinity,
    timerAtMs: Infinity,
    candidate: undefined,
    bound,
    queue: [],
  };
  if (bound !== undefined) node.inFlight++;
  live.add(instance);
  seen.starting++;
  fleet.driver.start(instance, reason);
  return true;
}

/** Where the routing wants it, or else the platform. */
function toOrder<Token>({ roster, policies, nodesSeen }: FleetState<Token>): readonly number[] | undefined {
  const wanted = roster.wantedNode?.();
  if (wanted === undefined) return policies.nodeOrder?.(nodesSeen);
  return [wanted, ...Array.from({ length: nodesSeen.nodes }, (_, node) => node)];
}

/** As many of them as there is room for. */
export function startInstances<Token>(fleet: FleetState<Token>, count: number, reason: string): void {
  for (let index = 0; index < count; index++) if (!startInstance(fleet, reason)) return;
}

export function removeInstance<Token>(
  fleet: FleetState<Token>,
  instance: FleetInstance<Token>,
  cause: FleetRemoval,
): void {
  forgetInstance(fleet, instance);
  fleet.driver.remove(instance, cause);
}

/** Takes it out of everything; what it still holds is no business of the fleet any more. */
export function forgetInstance<Token>(fleet: FleetState<Token>, instance: FleetInstance<Token>): void {
  const { seen, context } = fleet;
  if (instance.state === 'starting') seen.starting--;
  if (instance.state === 'ready') {
    seen.ready--;
    if (instance.inFlight === 0) seen.idle--;
  }
  fleet.roster.remove(instance);
  fleet.live.delete(instance);
  withdraw(fleet, instance);
  context.cluster.release(instance.node, fleet.memoryMiB);
  instance.state = 'gone';
  if (instance.queue.length > 0) unbind(fleet, instance);
}

/** It takes nothing more, and is removed when what it holds is done. */
export function drainInstance<Token>(fleet: FleetState<Token>, instance: FleetInstance<Token>): void {
  instance.state = 'draining';
  fleet.seen.ready--;
  fleet.roster.remove(instance);
  if (instance.queue.length > 0) unbind(fleet, instance);
}
