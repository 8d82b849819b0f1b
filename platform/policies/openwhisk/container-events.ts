/** What an OpenWhisk container can be, what happens to it, and what has to be done then (ContainerProxy.scala). */

export type ContainerState =
  | 'uninitialized'
  | 'starting'
  | 'started'
  | 'running'
  | 'ready'
  | 'pausing'
  | 'paused'
  | 'removing'
  | 'removed';

export interface ContainerLife {
  readonly state: ContainerState;
  /** `none`: not there yet; `prewarmed`: there, without code; `warmed`: initialised. */
  readonly content: 'none' | 'prewarmed' | 'warmed';
  /** Activations that run in it. */
  readonly active: number;
  /** Activations that wait for a place in it. */
  readonly buffered: number;
  /** It goes, and activations that come now are sent back. */
  readonly isLeaving: boolean;
  /** When the state was entered. */
  readonly sinceMs: number;
}

/**
 * `start` makes a stem cell, `run` brings an activation. `created`, `initialized`, `runEnded`, `paused` and `destroyed` are
 * what the container says; `failed` is a failed creation, initialisation, run or pause. `remove` comes from the pool. `tick` only
 * lets time pass.
 */
export type ContainerEvent =
  | 'start'
  | 'run'
  | 'created'
  | 'initialized'
  | 'runEnded'
  | 'failed'
  | 'unhealthy'
  | 'paused'
  | 'remove'
  | 'destroyed'
  | 'tick';

/**
 * What has to be done, in this order. `defer`: bring the event again after the next change of state. To the pool:
 * `needWork`, there is room; `removed`, the container is gone; `replace`, stem cells may be missing now; `forget`, the container
 * is gone but nothing has become free that was not told already. `sendBack`: the pool runs the activation elsewhere.
 */
export type ContainerEffect =
  | 'create'
  | 'initialize'
  | 'run'
  | 'pause'
  | 'resume'
  | 'destroy'
  | 'needWork'
  | 'removed'
  | 'replace'
  | 'forget'
  | 'sendBack'
  | 'abortBuffered'
  | 'sendBackBuffered'
  | 'defer';

export interface ContainerLimits {
  /** Activations at once. */
  readonly maxConcurrent: number;
  /** Idle time after which it is paused. */
  readonly pauseGraceMs: number;
  /** Time paused after which it is removed. */
  readonly idleTimeoutMs: number;
}

/** application.conf of the invoker: 10 s and 10 minutes. */
export const defaultContainerLimits: ContainerLimits = {
  maxConcurrent: 1,
  pauseGraceMs: 10_000,
  idleTimeoutMs: 600_000,
};

export type ContainerReason =
  | 'stemCell'
  | 'stemCellReady'
  | 'stemCellTaken'
  | 'stemCellFailed'
  | 'coldStart'
  | 'warmStart'
  | 'created'
  | 'creationFailed'
  | 'initialized'
  | 'initFailed'
  | 'hasCapacity'
  | 'full'
  | 'bufferDrained'
  | 'runEnded'
  | 'runFailed'
  | 'othersRun'
  | 'lastRunEnded'
  | 'unhealthy'
  | 'pauseGraceOver'
  | 'paused'
  | 'pauseFailed'
  | 'idleTimeout'
  | 'poolRemoves'
  | 'leaving'
  | 'destroyed'
  | 'notNow'
  | 'nothingToDo';

export interface ContainerStep {
  readonly life: ContainerLife;
  readonly effects: readonly ContainerEffect[];
  readonly reason: ContainerReason;
}

export function createContainerLife(nowMs: number): ContainerLife {
  return {
    state: 'uninitialized',
    content: 'none',
    active: 0,
    buffered: 0,
    isLeaving: false,
    sinceMs: nowMs,
  };
}
