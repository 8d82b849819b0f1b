/**
 * What the gateway of OpenFaaS does with a call of a function that may have no replica (scaling/function_scaler.go): it
 * holds the call, asks the provider, sets the replicas once, and asks again until one is there.
 */

export interface FromZeroLimits {
  /** How long an answer of the provider is believed. */
  readonly cacheMs: number;
  /** Between two questions. */
  readonly pollMs: number;
  readonly maxPolls: number;
  /** Tries to set the number of replicas. */
  readonly setRetries: number;
}

/** The constants of the gateway's main.go. */
export const defaultFromZeroLimits: FromZeroLimits = {
  cacheMs: 250,
  pollMs: 100,
  maxPolls: 1000,
  setRetries: 20,
};

/** What the provider says of a function. */
export interface ReplicaAnswer {
  /** Replicas that are wanted. */
  readonly replicas: number;
  readonly availableReplicas: number;
  /** 0 counts as 1. */
  readonly minReplicas: number;
}

/** The last answer about a function, shared by all its calls. */
export interface ReplicaCache {
  readonly answer: ReplicaAnswer;
  readonly atMs: number;
}

/** Where one held call stands. */
export type FromZeroState =
  | { readonly kind: 'begin' }
  /** The provider was asked for the first time. */
  | { readonly kind: 'asked' }
  /** The provider was asked whether replicas are wanted already, before the n-th try to set them, from 1. */
  | { readonly kind: 'askedToSet'; readonly attempt: number }
  /** The provider was told the number of replicas, for the n-th time. */
  | { readonly kind: 'set'; readonly attempt: number }
  /** The provider was asked whether a replica is available, for the n-th time, from 1. */
  | { readonly kind: 'polled'; readonly polls: number };

export type FromZeroEvent =
  | { readonly kind: 'call'; readonly cache: ReplicaCache | undefined }
  | { readonly kind: 'answer'; readonly answer: ReplicaAnswer }
  | { readonly kind: 'wasSet' }
  | { readonly kind: 'failed' };

/**
 * What the gateway does next. `ask` and `set` go to the provider, after `afterMs`. They are single flight: calls of the
 * same function that ask or set at the same time share one exchange with the provider and its result.
 */
export type FromZeroDecision =
  | {
      readonly kind: 'ask';
      readonly afterMs: number;
      readonly state: FromZeroState;
      readonly reason: 'notCached' | 'noneWanted' | 'tryAgain' | 'notAvailable';
    }
  | {
      readonly kind: 'set';
      readonly replicas: number;
      readonly state: FromZeroState;
      readonly reason: 'noneWanted';
    }
  | { readonly kind: 'forward'; readonly reason: 'cached' | 'available' | 'outOfPolls' }
  | {
      readonly kind: 'refuse';
      readonly status: 404 | 500;
      readonly reason: 'unknown' | 'cannotScale' | 'lost';
    };

/** An answer is believed up to and with the end of its time. */
export function isCacheFresh(
  cache: ReplicaCache,
  nowMs: number,
  { cacheMs }: FromZeroLimits = defaultFromZeroLimits,
): boolean {
  return nowMs - cache.atMs <= cacheMs;
}

function begin(cache: ReplicaCache | undefined, nowMs: number, limits: FromZeroLimits): FromZeroDecision {
  return cache !== undefined && isCacheFresh(cache, nowMs, limits) && cache.answer.availableReplicas > 0
    ? { kind: 'forward', reason: 'cached' }
    : { kind: 'ask', afterMs: 0, state: { kind: 'asked' }, reason: 'notCached' };
}

function poll(polls: number, afterMs: number, { maxPolls }: FromZeroLimits): FromZeroDecision {
  // The gateway forwards in the end, to a function that has no replica: the call fails there.
  if (polls > maxPolls) return { kind: 'forward', reason: 'outOfPolls' };
  return { kind: 'ask', afterMs, state: { kind: 'polled', polls }, reason: 'notAvailable' };
}

function retry(attempt: number, limits: FromZeroLimits): FromZeroDecision {
  if (attempt >= limits.setRetries) return { kind: 'refuse', status: 500, reason: 'cannotScale' };
  const state = { kind: 'askedToSet', attempt: attempt + 1 } as const;
  return { kind: 'ask', afterMs: limits.pollMs, state, reason: 'tryAgain' };
}

function hear(state: FromZeroState, answer: ReplicaAnswer, limits: FromZeroLimits): FromZeroDecision {
  const isAvailable = answer.availableReplicas > 0;
  if (isAvailable && state.kind !== 'askedToSet') return { kind: 'forward', reason: 'available' };
  switch (state.kind) {
    case 'polled':
      return poll(state.polls + 1, limits.pollMs, limits);
    case 'askedToSet': {
      if (answer.replicas > 0) return poll(1, 0, limits);
      const replicas = answer.minReplicas > 0 ? answer.minReplicas : 1;
      return { kind: 'set', replicas, state: { kind: 'set', attempt: state.attempt }, reason: 'noneWanted' };
    }
    case 'begin':
    case 'asked':
    case 'set':
      if (answer.replicas > 0) return poll(1, 0, limits);
      return { kind: 'ask', afterMs: 0, state: { kind: 'askedToSet', attempt: 1 }, reason: 'noneWanted' };
  }
}

function fail(state: FromZeroState, limits: FromZeroLimits): FromZeroDecision {
  switch (state.kind) {
    case 'begin':
    case 'asked':
      return { kind: 'refuse', status: 404, reason: 'unknown' };
    case 'askedToSet':
    case 'set':
      return retry(state.attempt, limits);
    case 'polled':
      return { kind: 'refuse', status: 500, reason: 'lost' };
  }
}

/** The next step of one held call. Start with the state `begin` and the event `call`. */
export function decideFromZero(
  state: FromZeroState,
  event: FromZeroEvent,
  nowMs: number,
  limits: FromZeroLimits = defaultFromZeroLimits,
): FromZeroDecision {
  switch (event.kind) {
    case 'call':
      return begin(event.cache, nowMs, limits);
    case 'answer':
      return hear(state, event.answer, limits);
    case 'wasSet':
      return poll(1, 0, limits);
    case 'failed':
      return fail(state, limits);
  }
}
