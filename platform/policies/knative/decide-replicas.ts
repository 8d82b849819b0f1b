/**
 * How many instances a revision is given: the desired number within its bounds, and the careful way to zero
 * (knative/serving pkg/reconciler/autoscaling/kpa/scaler.go). Nothing may be in flight, and nothing may arrive at an
 * instance, when the last one goes; so the activator has to be in the path, and for long enough to be known everywhere.
 */

export type RevisionActivity = 'activating' | 'active' | 'inactive';

export interface ReplicaObservation {
  /** Of the autoscaler's last decision; -1 before any. */
  readonly desiredInstances: number;
  /** Instances it has been given. */
  readonly currentInstances: number;
  readonly activity: RevisionActivity;
  /** Since when it is in this activity. */
  readonly activitySinceMs: number;
  /** Have there ever been as many ready instances as the initial scale? Default true. */
  readonly isInitialScaleReached?: boolean;
  /** Since when invocations go through the activator; undefined when they do not. */
  readonly proxiedSinceMs?: number | undefined;
  /** Does the revision's own address lead to the activator? Asked only when it matters. */
  readonly probeActivator: () => boolean;
}

export interface ReplicaLimits {
  readonly minScale: number;
  /** 0: unlimited. */
  readonly maxScale: number;
  readonly initialScale: number;
  /** Does a route lead to it? Otherwise the minimum does not count. */
  readonly isReachable: boolean;
  readonly isScaleToZeroEnabled: boolean;
  readonly stableWindowMs: number;
  /** Time that the activator must have been in the path. */
  readonly graceMs: number;
  /** Least time that the last instance stays after the revision became inactive. */
  readonly retentionMs: number;
  /** -1: the activator is always in the path, and is not probed. */
  readonly targetBurstCapacity: number;
  /** Time a revision may take to become ready. Default 600,000. */
  readonly progressDeadlineMs?: number;
}

export type ReplicaReason =
  | 'desired'
  | 'minScale'
  | 'initialScale'
  | 'maxScale'
  | 'scaleToZeroDisabled'
  /** Nothing is known yet. */
  | 'noDecision'
  /** It may still become ready. */
  | 'activating'
  | 'activationTimedOut'
  /** One instance for the rest of the stable window. */
  | 'idle'
  /** May become inactive: the traffic moves to the activator first. */
  | 'deactivate'
  | 'activatorNotInPath'
  | 'retention'
  | 'grace'
  | 'inactiveLongEnough'
  /** Traffic has gone through the activator for the grace period already. */
  | 'proxiedLongEnough';

export interface ReplicaDecision {
  /** What is wanted now; -1 for unknown. */
  readonly instances: number;
  /** Is the number of instances to be changed to it? */
  readonly isApplied: boolean;
  readonly reason: ReplicaReason;
  /** Ask again after this time, even if nothing happens. */
  readonly recheckAfterMs?: number;
  /** Probe the activator in the background, and ask again as soon as it answers or the time is over. */
  readonly probe?: { readonly periodMs: number; readonly timeoutMs: number };
}

/** Beyond the progress deadline, so that the reason why it did not become ready can still be read from its instances. */
const activationBufferMs = 30_000;
const backgroundProbe = { periodMs: 1000, timeoutMs: 45_000 };
/** With the activator in the path already, nothing else would bring the next look. */
const recheckProxiedMs = 3000;

export function decideReplicas(
  seen: ReplicaObservation,
  limits: ReplicaLimits,
  nowMs: number,
): ReplicaDecision {
  if (seen.desiredInstances < 0 && seen.activity !== 'activating') {
    return { instances: seen.desiredInstances, isApplied: false, reason: 'noDecision' };
  }
  const bounded = applyBounds(seen, limits);
  if (bounded.instances !== 0) return apply(seen, bounded.instances, bounded.reason);
  if (!limits.isScaleToZeroEnabled) return apply(seen, 1, 'scaleToZeroDisabled');
  switch (seen.activity) {
    case 'activating':
      return whileActivating(seen, limits, nowMs);
    case 'active':
      return whileActive(seen, limits, nowMs);
    case 'inactive':
      return whileInactive(seen, limits, nowMs);
  }
}

function apply(seen: ReplicaObservation, instances: number, reason: ReplicaReason): ReplicaDecision {
  return { instances, isApplied: instances !== seen.currentInstances, reason };
}

const hold = (instances: number, reason: ReplicaReason, recheckAfterMs?: number): ReplicaDecision => ({
  instances,
  isApplied: false,
  reason,
  ...(recheckAfterMs !== undefined && { recheckAfterMs }),
});

function applyBounds(
  seen: ReplicaObservation,
  limits: ReplicaLimits,
): { readonly instances: number; readonly reason: ReplicaReason } {
  const { desiredInstances, isInitialScaleReached = true } = seen;
  const minimum = limits.isReachable ? limits.minScale : 0;
  const isInitial = !isInitialScaleReached && limits.initialScale > 1 && limits.initialScale > minimum;
  const least = isInitial ? limits.initialScale : minimum;
  if (desiredInstances < least) return { instances: least, reason: isInitial ? 'initialScale' : 'minScale' };
  if (limits.maxScale !== 0 && desiredInstances > limits.maxScale) {
    return { instances: limits.maxScale, reason: 'maxScale' };
  }
  return { instances: desiredInstances, reason: 'desired' };
}

function whileActivating(seen: ReplicaObservation, limits: ReplicaLimits, nowMs: number): ReplicaDecision {
  const { progressDeadlineMs = 600_000 } = limits;
  const timeoutMs = progressDeadlineMs + activationBufferMs;
  return nowMs - seen.activitySinceMs > timeoutMs
    ? apply(seen, 0, 'activationTimedOut')
    : hold(-1, 'activating', timeoutMs);
}

function whileActive(seen: ReplicaObservation, limits: ReplicaLimits, nowMs: number): ReplicaDecision {
  const remainingMs = limits.stableWindowMs - (nowMs - seen.activitySinceMs);
  if (remainingMs > 0) return { ...apply(seen, 1, 'idle'), recheckAfterMs: remainingMs };
  return hold(0, 'deactivate', seen.proxiedSinceMs === undefined ? undefined : recheckProxiedMs);
}

function whileInactive(seen: ReplicaObservation, limits: ReplicaLimits, nowMs: number): ReplicaDecision {
  if (limits.targetBurstCapacity !== -1 && !seen.probeActivator()) {
    return { ...hold(0, 'activatorNotInPath'), probe: backgroundProbe };
  }
  const { graceMs } = limits;
  const retentionMs = limits.isReachable ? limits.retentionMs : 0;
  const inactiveMs = nowMs - seen.activitySinceMs;
  if (inactiveMs >= Math.max(graceMs, retentionMs)) return apply(seen, 0, 'inactiveLongEnough');
  // A promise to keep the instance, and so stronger than the fast path.
  if (inactiveMs < retentionMs) return hold(0, 'retention', retentionMs - inactiveMs);
  const remainingMs = graceMs - toProxiedMs(seen, nowMs);
  return remainingMs <= 0 ? apply(seen, 0, 'proxiedLongEnough') : hold(0, 'grace', remainingMs);
}

const toProxiedMs = ({ proxiedSinceMs = Infinity }: ReplicaObservation, nowMs: number): number =>
  Math.max(0, nowMs - proxiedSinceMs);
