/**
 * The six choices that make up a policy profile, as the fleet asks for them. Each is a small object of pure decisions;
 * those that remember something are made anew for each function, and get the time with every question.
 */

import { type Binding, type Routing, routings } from './routing/route.ts';

/** What a policy sees of one function. The fleet reuses the object: a policy keeps nothing of it. */
export interface FleetSeen {
  nowMs: number;
  /** Instances that have been asked for and are not ready yet. */
  starting: number;
  /** Initialised instances that take invocations, paused ones included. */
  ready: number;
  /** Of them, those with nothing in flight. */
  idle: number;
  /** Invocations that run in instances, or wait for the one instance that starts for them. */
  inFlight: number;
  /** Invocations that wait for any instance. */
  waiting: number;
  /** When the first of them came; Infinity when none waits. */
  waitingSinceMs: number;
  /** Over all functions of the account. */
  accountInFlight: number;
}

/** Why an invocation does not run, and how the platform says so. */
export interface Refusal {
  readonly kind: 'refuse';
  readonly reason: string;
  readonly status: 429 | 503;
  /** When trying again may help; undefined when unknown. */
  readonly retryAfterMs?: number;
}

export interface Admission {
  /** Asked for each invocation: undefined lets it in. */
  decide(seen: FleetSeen): Refusal | undefined;
}

/** What an admitted invocation gets that finds no instance with room. */
export type NoRoom =
  /** A new instance, for itself (early binding). */
  | { readonly kind: 'start'; readonly reason: string }
  /** A place in the line, and so many new instances for all that wait (late binding). */
  | { readonly kind: 'wait'; readonly starts: number; readonly reason: string }
  | Refusal;

export interface ScaleTarget {
  /** Instances wanted, starting ones included; undefined: no opinion. */
  readonly desired: number | undefined;
  readonly reason: string;
  /** Nothing will change until the next invocation: no tick before it. Default: false. */
  readonly sleeps?: boolean;
}

/** What happens to a fleet just after a scaler is told of it. */
export type FleetEvent = 'arrival' | 'completion' | 'other';

export interface Scaler {
  onNoRoom(seen: FleetSeen): NoRoom;
  /** Told before `inFlight + waiting` changes, for those that average over time. */
  observe?(seen: FleetSeen, event: FleetEvent): void;
  /** Asked every so often. */
  readonly tickMs?: number;
  onTick?(seen: FleetSeen): ScaleTarget;
  /** Asked when an invocation has come to wait: the tick that does not wait for its turn. */
  readonly ticksAtOnce?: boolean;
}

export interface KeepAlivePlan {
  /** Infinity: as long as nothing else removes it. */
  readonly removeAtMs: number;
  /** Infinity: never. */
  readonly pauseAtMs: number;
  /** A new instance is started then, if none is idle; Infinity: none. The latest plan holds. */
  readonly prewarmAtMs: number;
}

export interface KeepAlive {
  /** Asked when an instance has nothing left to do; one that never had anything to do has no uses. */
  onIdle(seen: FleetSeen, instance: IdleInstance): KeepAlivePlan;
  /** Told of each invocation before anything changes, for those that learn from them. */
  onArrival?(seen: FleetSeen): void;
  /** Told how long an instance took to start. */
  onStarted?(initMs: number): void;
  /** Asked when the time of an idle instance has come: when else it goes; Infinity: it stays. Default: now. */
  onTime?(seen: FleetSeen): number;
  /** Under memory pressure, the idle instance of the lowest rank goes first. Default: the least recently used. */
  evictionRank?(idle: IdleInstance): number;
  /** Told of an instance that memory pressure has removed, and its rank. */
  onEvicted?(instance: IdleInstance, rank: number): void;
}

export interface IdleInstance {
  readonly idleSinceMs: number;
  /** Invocations that it was given. */
  readonly uses: number;
  readonly memoryMiB: number;
  readonly node: { readonly index: number };
}

export interface WaitingLimits {
  /** Most that wait at once; more are refused. */
  readonly capacity: number;
  readonly longestMs: number;
  readonly full: Refusal;
  readonly expired: Refusal;
}

export const fleetRoutings: readonly FleetRouting[] = [...routings, 'hermod'];
/** Hermod chooses among nodes first: it makes sense where there are several, with a number of cores. */
export type FleetRouting = Routing | 'hermod';

export interface NodesSeen {
  readonly nodes: number;
  /** Has the function an instance there? */
  isUsed(node: number): boolean;
  /** Uniform, from 0 to below 1. */
  random(): number;
}

/** What one function is run by. */
export interface FleetPolicies {
  /** Invocations that one instance may hold; Infinity: as many as come. */
  readonly instanceConcurrency: number;
  readonly maxInstances: number;
  /** Started at the beginning, and never removed for being idle. Default: 0. */
  readonly minInstances?: number;
  /** Started at the beginning, to be removed like any other. Default: `minInstances`. */
  readonly initialInstances?: number;
  readonly routing: FleetRouting;
  /**
   * `early`: one that finds no room is bound to an instance at once, and waits there. `late`, the default: it waits for any, or
   * for the one that is started for it.
   */
  readonly binding?: Binding;
  /** Which nodes a new instance tries, as indices, the first with room. Default: as the cluster chooses. */
  nodeOrder?(seen: NodesSeen): readonly number[] | undefined;
  readonly admission: Admission;
  readonly scaler: Scaler;
  readonly keepAlive: KeepAlive;
  readonly waiting: WaitingLimits;
  /** When no node has memory for an instance that an invocation needs: the answer, or a place in the line. */
  readonly noMemory: Refusal | 'wait';
}

/** Whether a fleet has something to do before its function is ever called: to start instances, or to ask its scaler. */
export function actsUnasked({
  minInstances = 0,
  initialInstances = minInstances,
  scaler,
}: FleetPolicies): boolean {
  return initialInstances > 0 || minInstances > 0 || scaler.tickMs !== undefined;
}
