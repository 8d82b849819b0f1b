/**
 * How many containers a queue of OpenWhisk's FPC scheduler asks for: the whole table of SchedulingDecisionMaker.scala,
 * in its order. It is decided anew every check interval.
 */

export type FpcQueueState =
  'running' | 'idle' | 'flushing' | 'removing' | 'removed' | 'namespaceThrottled' | 'actionThrottled';

/** The fields of `QueueSnapshot`. All counts, except where a unit is named. */
export interface FpcQueueSnapshot {
  /** Has a container of this queue ever been asked for? */
  readonly isInitialized: boolean;
  /** Activations on their way into the queue. */
  readonly incoming: number;
  /** Activations in the queue. */
  readonly queued: number;
  /** Containers of the action. */
  readonly existing: number;
  /** Containers of the action that are being created. */
  readonly inProgress: number;
  /** Activations that have waited for longer than the stale threshold. */
  readonly stale: number;
  readonly existingInNamespace: number;
  readonly inProgressInNamespace: number;
  /** Mean of the latest durations; undefined while none is known. */
  readonly averageDurationMs: number | undefined;
  /** Most containers of the namespace. */
  readonly namespaceLimit: number;
  /** Most containers of the action. */
  readonly actionLimit: number;
  /** Activations that one container takes at once. */
  readonly maxConcurrent: number;
  readonly state: FpcQueueState;
}

export interface FpcSettings {
  readonly staleThresholdMs: number;
  /** Lets an action without a container have one above the namespace's limit. */
  readonly allowOverProvision: boolean;
  readonly overProvisionRatio: number;
}

/** application.conf of the scheduler. */
export const defaultSchedulingSettings: FpcSettings = {
  staleThresholdMs: 100,
  allowOverProvision: false,
  overProvisionRatio: 1.5,
};

export type FpcReason =
  | 'noLimit'
  | 'noCapacity'
  | 'capacityAgain'
  | 'firstContainer'
  | 'noContainer'
  | 'staleActivations'
  | 'tooFewContainers'
  | 'namespaceFull'
  | 'actionFull'
  | 'enough';

/** `containers` are to be created; `dropMessages`: nothing can ever take the waiting activations. */
export type FpcDecision =
  | { readonly kind: 'skip'; readonly containers: 0; readonly reason: FpcReason }
  | { readonly kind: 'pausing'; readonly containers: 0; readonly reason: 'noLimit' }
  | { readonly kind: 'addInitialContainer'; readonly containers: 1; readonly reason: FpcReason }
  | { readonly kind: 'addContainer'; readonly containers: number; readonly reason: FpcReason }
  | {
      readonly kind: 'enableNamespaceThrottling';
      readonly containers: number;
      readonly dropMessages: boolean;
      readonly reason: 'noCapacity' | 'namespaceFull';
    }
  | { readonly kind: 'disableNamespaceThrottling'; readonly containers: 0; readonly reason: 'capacityAgain' };

/** What is derived from a snapshot once. */
interface Derived {
  readonly available: number;
  readonly total: number;
  readonly namespaceCapacity: number;
  readonly overProvision: number;
  readonly capacity: number;
}

function skip(reason: FpcReason): FpcDecision {
  return { kind: 'skip', containers: 0, reason };
}

const disable: FpcDecision = {
  kind: 'disableNamespaceThrottling',
  containers: 0,
  reason: 'capacityAgain',
};

function derive(seen: FpcQueueSnapshot, settings: FpcSettings): Derived {
  const total = seen.existing + seen.inProgress;
  const inNamespace = seen.existingInNamespace + seen.inProgressInNamespace;
  const namespaceCapacity = seen.namespaceLimit - inNamespace;
  const overProvision = Math.ceil(seen.namespaceLimit * settings.overProvisionRatio) - inNamespace;
  const isOverProvisioned = settings.allowOverProvision && total === 0;
  const overCapacity = overProvision > 0 ? 1 : 0;
  const ownCapacity = Math.min(namespaceCapacity, seen.actionLimit - total);
  const capacity = isOverProvisioned ? overCapacity : ownCapacity;
  return { available: seen.queued + seen.incoming, total, namespaceCapacity, overProvision, capacity };
}

function decideWithoutCapacity(
  { state }: FpcQueueSnapshot,
  { total, overProvision }: Derived,
  { allowOverProvision }: FpcSettings,
): FpcDecision {
  const mayOverProvision = allowOverProvision && overProvision > 0;
  if (state === 'running' && !mayOverProvision) {
    const dropMessages = total === 0;
    return { kind: 'enableNamespaceThrottling', containers: 0, dropMessages, reason: 'noCapacity' };
  }
  return state === 'namespaceThrottled' && mayOverProvision ? disable : skip('noCapacity');
}

/** As many as the capacity allows; throttling only when it is the namespace that is full. */
function add(wanted: number, { capacity, namespaceCapacity }: Derived, reason: FpcReason): FpcDecision {
  if (wanted <= 0) return skip('enough');
  if (wanted <= capacity) return { kind: 'addContainer', containers: wanted, reason };
  if (capacity < namespaceCapacity)
    return { kind: 'addContainer', containers: capacity, reason: 'actionFull' };
  return {
    kind: 'enableNamespaceThrottling',
    containers: capacity,
    dropMessages: false,
    reason: 'namespaceFull',
  };
}

/** Activations that one container ends within the stale threshold. */
function toThroughput(durationMs: number, { maxConcurrent }: FpcQueueSnapshot, thresholdMs: number): number {
  return durationMs <= 0 ? maxConcurrent : (thresholdMs / durationMs) * maxConcurrent;
}

/** No duration is known: as many containers as the stale ones need at once, and not more than there are activations. */
function countWithoutDuration(seen: FpcQueueSnapshot, { available }: Derived): number {
  return Math.min(Math.ceil(seen.stale / seen.maxConcurrent) - seen.inProgress, available);
}

function countForStale({ stale, inProgress }: FpcQueueSnapshot, throughput: number): number {
  return stale > 0 ? Math.min(Math.ceil(stale / throughput), stale) - inProgress : 0;
}

/** What is not stale: containers are missing when what they end within the threshold is less than what waits. */
function countForFresh(
  { stale }: FpcQueueSnapshot,
  { available, total }: Derived,
  throughput: number,
  durationMs: number,
): number {
  const fresh = available - stale;
  const isEnough = fresh < throughput * total || total >= fresh || durationMs <= 0;
  return isEnough ? 0 : Math.min(Math.ceil(fresh / throughput - total), fresh - total);
}

function decideByLoad(
  seen: FpcQueueSnapshot,
  derived: Derived,
  { staleThresholdMs }: FpcSettings,
): FpcDecision {
  const { state, averageDurationMs, stale } = seen;
  if (state !== 'running' && (state !== 'removing' || stale <= 0)) return skip('enough');
  if (averageDurationMs === undefined) {
    return stale > 0 ? add(countWithoutDuration(seen, derived), derived, 'staleActivations') : skip('enough');
  }
  const throughput = toThroughput(averageDurationMs, seen, staleThresholdMs);
  const forStale = countForStale(seen, throughput);
  const forFresh = state === 'running' ? countForFresh(seen, derived, throughput, averageDurationMs) : 0;
  return add(forStale + forFresh, derived, forFresh > 0 ? 'tooFewContainers' : 'staleActivations');
}

function decideWithCapacity(seen: FpcQueueSnapshot, derived: Derived, settings: FpcSettings): FpcDecision {
  const { state } = seen;
  const { total, available } = derived;
  const isFirst = state === 'running' && seen.averageDurationMs === undefined && !seen.isInitialized;
  if (isFirst && total === 0) return { kind: 'addInitialContainer', containers: 1, reason: 'firstContainer' };
  if (state === 'namespaceThrottled') return disable;
  if (state === 'running' && total === 0 && available > 0) {
    return { kind: 'addContainer', containers: 1, reason: 'noContainer' };
  }
  if (state === 'flushing' && total === 0) {
    return { kind: 'addInitialContainer', containers: 1, reason: 'noContainer' };
  }
  return decideByLoad(seen, derived, settings);
}

/** The decision for one snapshot. Needs no time: the snapshot is of one instant, and its waits are already counted. */
export function decideFpcContainers(
  seen: FpcQueueSnapshot,
  settings: FpcSettings = defaultSchedulingSettings,
): FpcDecision {
  if (Math.min(seen.namespaceLimit, seen.actionLimit) <= 0) {
    return seen.state === 'flushing'
      ? skip('noLimit')
      : { kind: 'pausing', containers: 0, reason: 'noLimit' };
  }
  const derived = derive(seen, settings);
  return derived.capacity <= 0
    ? decideWithoutCapacity(seen, derived, settings)
    : decideWithCapacity(seen, derived, settings);
}
