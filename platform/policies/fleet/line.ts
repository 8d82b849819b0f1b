/** The line of invocations that wait for any instance. */
import { assign } from './assignment.ts';
import type { FleetInstance } from './fleet-instance.ts';
import type { FleetState, StartKind } from './fleet-state.ts';

/** @returns false when the line is full. */
export function joinLine<Token>(fleet: FleetState<Token>, token: Token): boolean {
  if (fleet.line.size >= fleet.policies.waiting.capacity) return false;
  fleet.line.push(token, fleet.seen.nowMs);
  noteLine(fleet);
  return true;
}

/** One that waits is not wanted any more. */
export function leaveLine<Token>(fleet: FleetState<Token>, token: Token): void {
  if (fleet.line.remove(token)) noteLine(fleet);
}

/**
 * Gives an instance what waits, as much as it can take.
 *
 * @param start - `coldWaiter` for one that has just become ready.
 */
export function serveLine<Token>(
  fleet: FleetState<Token>,
  instance: FleetInstance<Token>,
  start: StartKind,
): void {
  const { line, policies } = fleet;
  while (line.size > 0 && instance.state === 'ready' && instance.inFlight < policies.instanceConcurrency) {
    const token = line.shift();
    if (token === undefined) return;
    noteLine(fleet);
    assign(fleet, instance, token, start);
  }
}

/** The first that waits, for whoever cannot give it an instance. */
export function takeFirst<Token>(fleet: FleetState<Token>): Token | undefined {
  const token = fleet.line.shift();
  noteLine(fleet);
  return token;
}

/** Refuses those that have waited too long. */
export function expireLine<Token>(fleet: FleetState<Token>): void {
  const { line, policies, seen, driver } = fleet;
  fleet.lineTimerMs = Infinity;
  while (line.sinceMs + policies.waiting.longestMs <= seen.nowMs) {
    const token = line.shift();
    if (token !== undefined) driver.refuse(token, policies.waiting.expired);
  }
  noteLine(fleet);
}

/** What waits has changed. */
export function noteLine<Token>(fleet: FleetState<Token>): void {
  const { line, seen, policies, timers } = fleet;
  seen.waiting = line.size + fleet.bound;
  seen.waitingSinceMs = line.sinceMs;
  const expiryMs = line.sinceMs + policies.waiting.longestMs;
  if (expiryMs >= fleet.lineTimerMs) return;
  fleet.lineTimerMs = expiryMs;
  timers.add(expiryMs, 'waiting');
}
