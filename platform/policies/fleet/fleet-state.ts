/** What a fleet consists of, for the files that each do one thing with it. */
import type { FleetPolicies, FleetSeen, NodesSeen, Refusal } from '../profile-parts.ts';
import type { Cluster } from './cluster.ts';
import type { FleetInstance } from './fleet-instance.ts';
import { createRoster, type Roster } from './roster.ts';
import { createTimers, type Timers } from './timers.ts';
import { createWaitingLine, type WaitingLine } from './waiting-line.ts';

/** How an invocation got its instance. */
export type StartKind =
  | 'warm'
  /** It waited for the instance that was started for it, and is its first. */
  | 'cold'
  /** It waited for any instance, and got one that was still starting when it came. */
  | 'coldWaiter';

export type FleetRemoval = 'idle' | 'memoryPressure' | 'scaledIn' | 'replaced';

/** Does what a fleet decides: the live platform with sandboxes, the simulation with drawn durations. */
export interface FleetDriver<Token> {
  /** Begin to initialise an instance, and call `ready` or `lost`. */
  start(instance: FleetInstance<Token>, reason: string): void;
  /** Run an invocation in it, and call `complete`. */
  run(instance: FleetInstance<Token>, token: Token, start: StartKind): void;
  refuse(token: Token, refusal: Refusal): void;
  /** End it; it is not asked for anything any more. */
  remove(instance: FleetInstance<Token>, cause: FleetRemoval): void;
  pause?(instance: FleetInstance<Token>): void;
  /** Comes before `run`. */
  resume?(instance: FleetInstance<Token>): void;
  /** `nextWakeMs` has changed though nothing was asked of the fleet: another one has made room. */
  roomFreed?(): void;
  /** A decision of the scaler that changed something, for the timeline. */
  scaled?(from: number, to: number, reason: string): void;
}

/** What all fleets of an account share. */
export interface FleetContext {
  readonly cluster: Cluster;
  /** Invocations of all fleets that run. */
  readonly account: { inFlight: number };
  /** Uniform, from 0 to below 1. */
  random(): number;
}

/** An instance to look at again, or something of the whole fleet. */
export type TimerSubject<Token> = FleetInstance<Token> | 'tick' | 'waiting' | 'prewarm' | 'minimum' | 'room';

export interface FleetState<Token> {
  readonly policies: FleetPolicies;
  readonly memoryMiB: number;
  readonly driver: FleetDriver<Token>;
  readonly context: FleetContext;
  readonly roster: Roster<Token>;
  readonly line: WaitingLine<Token>;
  readonly timers: Timers<TimerSubject<Token>>;
  /** In order of creation. */
  readonly live: Set<FleetInstance<Token>>;
  readonly seen: FleetSeen;
  /** Invocations that are bound to an instance that has no room for them yet. */
  bound: number;
  /** By the last early binding; -1 before it. */
  lastChosen: number;
  /** Instances made so far. */
  made: number;
  /** When the line is looked at again; Infinity: not. */
  lineTimerMs: number;
  /** When an instance is started for what is expected; Infinity: not. */
  prewarmAtMs: number;
  /** The first tick and all others are whole intervals after it. */
  readonly startMs: number;
  isTickArmed: boolean;
  readonly nodesSeen: NodesSeen;
  /** Looks for room again; the same function each time, for the cluster to know it by. */
  readonly retry: () => void;
  /** Another revision has taken its place: what is idle goes. */
  isRetired: boolean;
}

export function createFleetState<Token>(
  policies: FleetPolicies,
  memoryMiB: number,
  driver: FleetDriver<Token>,
  context: FleetContext,
  nowMs: number,
): FleetState<Token> {
  const fleet: FleetState<Token> = {
    policies,
    memoryMiB,
    driver,
    context,
    roster: createRoster(policies.routing, context.cluster, memoryMiB),
    line: createWaitingLine(),
    timers: createTimers(),
    live: new Set(),
    seen: {
      nowMs,
      starting: 0,
      ready: 0,
      idle: 0,
      inFlight: 0,
      waiting: 0,
      waitingSinceMs: Infinity,
      accountInFlight: 0,
    },
    bound: 0,
    lastChosen: -1,
    made: 0,
    lineTimerMs: Infinity,
    prewarmAtMs: Infinity,
    startMs: nowMs,
    isTickArmed: false,
    nodesSeen: {
      nodes: context.cluster.nodes.length,
      isUsed: (index) => [...fleet.live].some(({ node }) => node.index === index),
      random: () => context.random(),
    },
    retry() {
      fleet.timers.add(fleet.seen.nowMs, 'room');
      driver.roomFreed?.();
    },
    isRetired: false,
  };
  return fleet;
}
