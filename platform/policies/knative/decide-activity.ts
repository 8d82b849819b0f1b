/** Whether a revision is activating, active or inactive (knative/serving pkg/reconciler/autoscaling/kpa/kpa.go). */
import type { ReplicaLimits, RevisionActivity } from './decide-replicas.ts';

export interface ActivityObservation {
  readonly activity: RevisionActivity;
  /** `instances` of the last replica decision. */
  readonly wantedInstances: number;
  readonly readyInstances: number;
  readonly isInitialScaleReached: boolean;
}

export interface ActivityDecision {
  readonly activity: RevisionActivity;
  readonly reason: 'noTraffic' | 'timedOut' | 'starting' | 'ready' | 'unknown';
  readonly isInitialScaleReached: boolean;
}

export function decideActivity(
  seen: ActivityObservation,
  limits: Pick<ReplicaLimits, 'minScale' | 'initialScale' | 'isReachable'>,
): ActivityDecision {
  const enough = toActiveThreshold(seen, limits);
  const isInitialScaleReached = seen.isInitialScaleReached || seen.readyInstances >= enough;
  return { ...nextActivity(seen, enough), isInitialScaleReached };
}

function nextActivity(
  seen: ActivityObservation,
  enough: number,
): Pick<ActivityDecision, 'activity' | 'reason'> {
  if (seen.wantedInstances === 0 || enough === 0) {
    const isTimedOut = seen.activity === 'activating' && enough > 0;
    return { activity: 'inactive', reason: isTimedOut ? 'timedOut' : 'noTraffic' };
  }
  // Nothing is known of it, and so it stays at zero.
  if (seen.wantedInstances < 0 && seen.activity === 'inactive') {
    return { activity: 'inactive', reason: 'unknown' };
  }
  return seen.readyInstances >= enough
    ? { activity: 'active', reason: 'ready' }
    : { activity: 'activating', reason: 'starting' };
}

/** Ready instances from which on a revision is active: the minimum, or the initial scale before that was reached. */
function toActiveThreshold(
  seen: ActivityObservation,
  limits: Pick<ReplicaLimits, 'minScale' | 'initialScale' | 'isReachable'>,
): number {
  const minimum = limits.isReachable ? limits.minScale : 0;
  return Math.max(minimum, seen.isInitialScaleReached ? 1 : limits.initialScale);
}
