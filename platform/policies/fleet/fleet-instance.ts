/** One instance as the decisions see it: no process, no timer, only what happened to it and when. */
import type { ClusterNode, EvictionCandidate } from './cluster.ts';
import type { HeapMember } from './indexed-heap.ts';

export type InstanceState =
  | 'starting'
  /** Initialised: idle, or with invocations in flight. */
  | 'ready'
  /** Takes no further invocation, and is removed when those in flight are done. */
  | 'draining'
  | 'gone';

/** Written by the fleet alone. Instants in milliseconds of the driver's clock. */
export interface FleetInstance<Token> extends HeapMember {
  /** Order of creation within its function, from 0. */
  readonly sequence: number;
  readonly memoryMiB: number;
  readonly node: ClusterNode;
  readonly requestedAtMs: number;
  state: InstanceState;
  isPaused: boolean;
  inFlight: number;
  /** Invocations that it was given so far. */
  uses: number;
  /** Meaningful while it is ready with nothing in flight. */
  idleSinceMs: number;
  /** Removed at this instant if it is still idle then; Infinity: never by itself. */
  removeAtMs: number;
  pauseAtMs: number;
  /** Of its earliest pending timer; Infinity without one. */
  timerAtMs: number;
  /** Set while it may be evicted. */
  candidate: EvictionCandidate | undefined;
  /** The invocation that it is started for. */
  bound: { readonly token: Token } | undefined;
  /** Invocations that wait for this very instance (early binding). */
  readonly queue: { readonly token: Token; readonly sinceMs: number }[];
}
