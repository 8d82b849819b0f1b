/**
 * The instances of one function and all decisions about them, as a machine without a clock: it is told what happens
 * and when, and tells its driver what to do. The live platform and the simulation run the same code.
 */
import type { FleetEvent, FleetPolicies, FleetSeen } from '../profile-parts.ts';
import { assign, countInFlight } from './assignment.ts';
import { bind, chooseEarly, forgetBound, hasRoom, serveBound } from './early-binding.ts';
import type { FleetInstance } from './fleet-instance.ts';
import {
  createFleetState,
  type FleetContext,
  type FleetDriver,
  type StartKind,
  type TimerSubject,
} from './fleet-state.ts';
import { beginIdleness, lookAtIdle } from './idleness.ts';
import { forgetInstance, removeInstance, startInstance, startInstances } from './instances.ts';
import { expireLine, joinLine, leaveLine, serveLine, takeFirst } from './line.ts';
import { retryForRoom, waitForRoom } from './room.ts';
import { armTick, scale } from './scaling-tick.ts';

const replaceAfterMs = 1000;

/** Every instant is in milliseconds of one clock that never steps back. */
export interface Fleet<Token> {
  /** What the policies see. */
  readonly seen: Readonly<FleetSeen>;
  arrive(token: Token, nowMs: number): void;
  /** An invocation is over, however it ended. */
  complete(instance: FleetInstance<Token>, nowMs: number): void;
  ready(instance: FleetInstance<Token>, nowMs: number): void;
  /**
   * It ended by itself, or never became ready. What it held is the driver's to answer: what runs in it also to
   * `complete`, what was bound to it not.
   */
  lost(instance: FleetInstance<Token>, nowMs: number): void;
  /** Takes the first that waits out of the line, to answer it with why no instance could be started. */
  takeWaiting(nowMs: number): Token | undefined;
  /** The caller of an invocation that waits has gone. */
  abandon(token: Token, nowMs: number): void;
  /** Starts instances that no invocation asked for: a minimum, a forecast. */
  startAhead(count: number, nowMs: number, reason: string): void;
  /** Another revision takes its place: serves what it has taken, then has no instance any more. */
  retire(nowMs: number): void;
  /** Does what is due. */
  wake(nowMs: number): void;
  /** When `wake` has something to do; Infinity: never, unless something happens. */
  nextWakeMs(): number;
}

/** @param memoryMiB - that each instance takes of its node. */
export function createFleet<Token>(
  policies: FleetPolicies,
  memoryMiB: number,
  driver: FleetDriver<Token>,
  context: FleetContext,
  startMs: number,
): Fleet<Token> {
  const fleet = createFleetState(policies, memoryMiB, driver, context, startMs);
  const { seen, roster, line, timers } = fleet;
  const { scaler, keepAlive, admission, waiting, binding } = policies;
  const minInstances = policies.minInstances ?? 0;
  const initialInstances = policies.initialInstances ?? minInstances;
  if (initialInstances > 0) timers.add(startMs, 'minimum');
  armTick(fleet);

  const choose = (): FleetInstance<Token> | undefined =>
    binding === 'early' ? chooseEarly(fleet) : roster.choose(() => context.random());

  /** Before anything changes: what held until now is known only now. */
  function observe(nowMs: number, event: FleetEvent): void {
    seen.nowMs = nowMs;
    scaler.observe?.(seen, event);
  }

  /** @param chosen - early, though it has no room. */
  function meetNoRoom(token: Token, chosen?: FleetInstance<Token>): void {
    const decision = scaler.onNoRoom(seen);
    if (decision.kind === 'refuse') return driver.refuse(token, decision);
    if (decision.kind === 'start' && binding !== 'late') {
      // Counted before: what starts may be ready at once.
      countInFlight(fleet, 1);
      if (startInstance(fleet, decision.reason, { token })) return;
      countInFlight(fleet, -1);
      return meetNoMemory(token);
    }
    const starts = decision.kind === 'start' ? 1 : decision.starts;
    // Bound early, to one of the new ones perhaps; late, in the line before one may be ready.
    if (binding === 'early') startInstances(fleet, starts, decision.reason);
    const isBound = binding === 'early' && bind(fleet, token, chosen);
    if (!isBound && !joinLine(fleet, token)) return driver.refuse(token, waiting.full);
    if (binding !== 'early') startInstances(fleet, starts, decision.reason);
    if (scaler.ticksAtOnce === true) scale(fleet);
  }

  function meetNoMemory(token: Token): void {
    if (policies.noMemory !== 'wait') return driver.refuse(token, policies.noMemory);
    if (!joinLine(fleet, token)) return driver.refuse(token, waiting.full);
    waitForRoom(fleet);
  }

  /** As many as there have to be, or at the beginning as many as there are to be. */
  function startLeast(): void {
    const least = fleet.made === 0 ? Math.max(initialInstances, minInstances) : minInstances;
    if (!fleet.isRetired) startInstances(fleet, least - seen.starting - seen.ready, 'minimum');
  }

  /** Unless another plan has taken its place since, or there is one anyway. */
  function prewarm(): void {
    if (seen.nowMs < fleet.prewarmAtMs) return;
    fleet.prewarmAtMs = Infinity;
    if (seen.idle + seen.starting === 0 && !fleet.isRetired) startInstances(fleet, 1, 'prewarm');
  }

  /** It has room: for what waits, or for an idle life. */
  function settle(instance: FleetInstance<Token>, start: StartKind): void {
    if (instance.inFlight === 0) {
      seen.idle++;
      instance.idleSinceMs = seen.nowMs;
    }
    roster.set(instance);
    serveBound(fleet, instance, start);
    serveLine(fleet, instance, start);
    if (instance.inFlight === 0) beginIdleness(fleet, instance);
  }

  function look(subject: TimerSubject<Token>): void {
    switch (subject) {
      case 'tick':
        fleet.isTickArmed = false;
        scale(fleet);
        return;
      case 'minimum':
        return startLeast();
      case 'room':
        return retryForRoom(fleet);
      case 'waiting':
        return expireLine(fleet);
      case 'prewarm':
        return prewarm();
      default:
        return lookAtIdle(fleet, subject);
    }
  }

  return {
    seen,
    arrive(token, nowMs) {
      observe(nowMs, 'arrival');
      if (!fleet.isTickArmed) armTick(fleet);
      keepAlive.onArrival?.(seen);
      seen.accountInFlight = context.account.inFlight;
      const refusal = admission.decide(seen);
      if (refusal !== undefined) return driver.refuse(token, refusal);
      // Who waits already comes first.
      const instance = line.size === 0 ? choose() : undefined;
      if (instance !== undefined && hasRoom(fleet, instance)) assign(fleet, instance, token, 'warm');
      else meetNoRoom(token, instance);
    },
    complete(instance, nowMs) {
      observe(nowMs, 'completion');
      countInFlight(fleet, -1);
      instance.inFlight--;
      instance.node.inFlight--;
      if (instance.state === 'ready') settle(instance, 'warm');
      else if (instance.state === 'draining' && instance.inFlight === 0) {
        removeInstance(fleet, instance, 'scaledIn');
      }
    },
    ready(instance, nowMs) {
      if (instance.state !== 'starting') return;
      observe(nowMs, 'other');
      instance.state = 'ready';
      seen.starting--;
      seen.ready++;
      keepAlive.onStarted?.(nowMs - instance.requestedAtMs);
      const { bound } = instance;
      if (bound === undefined) return settle(instance, 'coldWaiter');
      instance.bound = undefined;
      instance.node.inFlight--;
      seen.idle++;
      countInFlight(fleet, -1);
      assign(fleet, instance, bound.token, 'cold');
      serveBound(fleet, instance, 'coldWaiter');
      serveLine(fleet, instance, 'coldWaiter');
    },
    lost(instance, nowMs) {
      if (instance.state === 'gone') return;
      observe(nowMs, 'other');
      if (instance.bound !== undefined) {
        countInFlight(fleet, -1);
        instance.node.inFlight--;
      }
      instance.bound = undefined;
      forgetInstance(fleet, instance);
      // What waits must not wait for an instance that will never come.
      if (line.size > 0 && seen.starting + seen.ready === 0) startInstances(fleet, 1, 'replaceLost');
      // Not at once: what fails at once would fail without end.
      if (minInstances > 0) timers.add(nowMs + replaceAfterMs, 'minimum');
    },
    takeWaiting(nowMs) {
      observe(nowMs, 'other');
      return takeFirst(fleet);
    },
    abandon(token, nowMs) {
      observe(nowMs, 'other');
      leaveLine(fleet, token);
      forgetBound(fleet, token);
    },
    startAhead(count, nowMs, reason) {
      observe(nowMs, 'other');
      startInstances(fleet, count, reason);
    },
    retire(nowMs) {
      observe(nowMs, 'other');
      fleet.isRetired = true;
      for (const instance of fleet.live) {
        const isFree = instance.inFlight === 0 && instance.bound === undefined;
        if (isFree && seen.waiting === 0) removeInstance(fleet, instance, 'replaced');
      }
    },
    wake(nowMs) {
      observe(nowMs, 'other');
      while (timers.nextMs() <= nowMs) {
        const subject = timers.shift();
        if (subject !== undefined) look(subject);
      }
    },
    nextWakeMs: () => timers.nextMs(),
  };
}
