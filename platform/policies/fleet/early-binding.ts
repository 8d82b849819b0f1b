/**
 * Early binding: an invocation is given an instance as soon as it comes, and waits there though another one becomes free. The
 * other way is the line (`line.ts`), of which whoever has room takes the first.
 */
import { isAnyInstance } from '../routing/instances.ts';
import { chooseInstance, isBlind } from '../routing/route.ts';
import { assign } from './assignment.ts';
import type { FleetInstance } from './fleet-instance.ts';
import type { FleetState, StartKind } from './fleet-state.ts';
import { joinLine, noteLine } from './line.ts';

/** By a routing that does not look whether there is room, full or not; by another one only one with room. */
export function chooseEarly<Token>(fleet: FleetState<Token>): FleetInstance<Token> | undefined {
  const { policies, roster, context, live } = fleet;
  const { routing } = policies;
  if (!isBlind(routing)) return roster.choose(() => context.random());
  const all = [...live].filter(({ state }) => state !== 'draining');
  const seen = {
    instances: all.map((instance) => ({ ...routable, inFlight: toLoad(instance) })),
    last: fleet.lastChosen,
    draw: context.random(),
    otherDraw: context.random(),
  };
  fleet.lastChosen = chooseInstance(seen, routing, isAnyInstance);
  return all[fleet.lastChosen];
}

/** Of an instance, what those routings do not look at. */
const routable = { sequence: 0, lastUsedMs: 0, instanceConcurrency: Infinity };

export function hasRoom<Token>({ policies }: FleetState<Token>, instance: FleetInstance<Token>): boolean {
  return instance.state === 'ready' && instance.inFlight < policies.instanceConcurrency;
}

/** @returns false when there is no instance to be bound to. */
export function bind<Token>(
  fleet: FleetState<Token>,
  token: Token,
  chosen: FleetInstance<Token> | undefined = findLeastLoaded(fleet),
): boolean {
  if (chosen === undefined) return false;
  if (hasRoom(fleet, chosen)) {
    assign(fleet, chosen, token, chosen.uses === 0 ? 'coldWaiter' : 'warm');
    return true;
  }
  chosen.queue.push({ token, sinceMs: fleet.seen.nowMs });
  fleet.bound++;
  noteLine(fleet);
  return true;
}

/** Gives an instance what is bound to it, as much as it can take. */
export function serveBound<Token>(
  fleet: FleetState<Token>,
  instance: FleetInstance<Token>,
  start: StartKind,
): void {
  const { policies, seen, driver } = fleet;
  while (instance.queue.length > 0 && hasRoom(fleet, instance)) {
    const first = instance.queue.shift();
    if (first === undefined) return;
    fleet.bound--;
    noteLine(fleet);
    if (seen.nowMs - first.sinceMs > policies.waiting.longestMs)
      driver.refuse(first.token, policies.waiting.expired);
    else assign(fleet, instance, first.token, start);
  }
}

/** It goes: what is bound to it is given to another one, or waits for any. */
export function unbind<Token>(fleet: FleetState<Token>, instance: FleetInstance<Token>): void {
  for (const { token } of instance.queue.splice(0)) {
    fleet.bound--;
    const other = fleet.roster.choose(() => fleet.context.random());
    if (other !== undefined) assign(fleet, other, token, 'warm');
    else if (!joinLine(fleet, token)) fleet.driver.refuse(token, fleet.policies.waiting.full);
  }
  noteLine(fleet);
}

/** The caller of one that is bound has gone. */
export function forgetBound<Token>(fleet: FleetState<Token>, token: Token): void {
  for (const { queue } of fleet.live) {
    const at = queue.findIndex((one) => one.token === token);
    if (at === -1) continue;
    queue.splice(at, 1);
    fleet.bound--;
    return noteLine(fleet);
  }
}

/** With the fewest invocations, running and bound; of equal ones the oldest. O(instances). */
function findLeastLoaded<Token>({ live }: FleetState<Token>): FleetInstance<Token> | undefined {
  let least: FleetInstance<Token> | undefined;
  for (const instance of live) {
    if (instance.state !== 'draining' && (least === undefined || toLoad(instance) < toLoad(least)))
      least = instance;
  }
  return least;
}

function toLoad<Token>({ inFlight, queue, bound }: FleetInstance<Token>): number {
  return inFlight + queue.length + (bound === undefined ? 0 : 1);
}
