/** How many replicas OpenFaaS Pro wants (docs.openfaas.com/architecture/autoscaling, November 2026). */

/** Calls a second, calls in flight, milli-CPU, messages that wait, or whatever a rule of one's own measures. */
export type LoadType = 'rps' | 'capacity' | 'cpu' | 'queue' | 'custom';

export interface ProScalingSettings {
  /** Only named in decisions: the ratio is the same for every type. */
  readonly type: LoadType;
  /** Load of one replica, in the type's unit. */
  readonly target: number;
  /** Part of the target that is aimed at. */
  readonly proportion: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly scalesToZero: boolean;
  /** Time without load before it goes to zero. */
  readonly zeroDurationMs: number;
  /** The most that was recommended within this time counts; 0 looks at nothing but now. At most 5 minutes. */
  readonly scaleDownWindowMs: number;
}

/** Labels `com.openfaas.scale.*` that are not set. */
export const defaultProScaling: ProScalingSettings = {
  type: 'rps',
  target: 50,
  proportion: 0.9,
  minReplicas: 1,
  maxReplicas: 20,
  scalesToZero: false,
  zeroDurationMs: 900_000,
  scaleDownWindowMs: 0,
};

/** OpenFaaS Pro allows no longer window. */
export const longestScaleDownWindowMs = 300_000;

export interface ProObservation {
  /** Of all replicas together, in the type's unit. */
  readonly totalLoad: number;
  /** Replicas that are ready. */
  readonly ready: number;
  /** Replicas that were wanted last: kept while none of them is ready. */
  readonly replicas: number;
}

interface Recommendation {
  readonly atMs: number;
  readonly replicas: number;
}

export interface ProScalerState {
  /** Of the scale-down window, oldest first; falling, since only the most counts. */
  readonly recommended: readonly Recommendation[];
  /** When load was last seen. */
  readonly loadedAtMs: number;
}

export interface ProDecision {
  readonly replicas: number;
  readonly state: ProScalerState;
  readonly reason: LoadType | 'scaleDownWindow' | 'atLeast' | 'atMost' | 'idle' | 'noneReady';
}

export function createProScaler(nowMs: number): ProScalerState {
  return { recommended: [], loadedAtMs: nowMs };
}

/** ceil(ready * (mean load / (target * proportion))), before any bound; 0 when none is ready. */
export function toProReplicas(
  { totalLoad, ready }: Pick<ProObservation, 'totalLoad' | 'ready'>,
  { target, proportion }: Pick<ProScalingSettings, 'target' | 'proportion'>,
): number {
  return ready <= 0 ? 0 : Math.ceil(ready * (totalLoad / ready / (target * proportion)));
}

/** Appends and drops whatever can no longer be the most of any window to come. */
function remember(
  recommended: readonly Recommendation[],
  replicas: number,
  nowMs: number,
  windowMs: number,
): readonly Recommendation[] {
  const kept = recommended.filter((past) => nowMs - past.atMs < windowMs && past.replicas > replicas);
  return [...kept, { atMs: nowMs, replicas }];
}

function bound(replicas: number, { minReplicas, maxReplicas, type }: ProScalingSettings): Bounded {
  if (replicas < minReplicas) return { replicas: minReplicas, reason: 'atLeast' };
  if (replicas > maxReplicas) return { replicas: maxReplicas, reason: 'atMost' };
  return { replicas, reason: type };
}

interface Bounded {
  readonly replicas: number;
  readonly reason: LoadType | 'atLeast' | 'atMost';
}

/**
 * One round of the autoscaler. It does not scale from zero: that is the gateway's (`decideFromZero`).
 *
 * Between `minReplicas` and `maxReplicas`; to zero only when that is allowed and no load was seen for the whole zero duration.
 */
export function decideProReplicas(
  state: ProScalerState,
  seen: ProObservation,
  nowMs: number,
  settings: ProScalingSettings = defaultProScaling,
): ProDecision {
  const loadedAtMs = seen.totalLoad > 0 ? nowMs : state.loadedAtMs;
  if (seen.ready <= 0) {
    return { replicas: seen.replicas, state: { ...state, loadedAtMs }, reason: 'noneReady' };
  }
  if (settings.scalesToZero && nowMs - loadedAtMs >= settings.zeroDurationMs) {
    return { replicas: 0, state: { recommended: [], loadedAtMs }, reason: 'idle' };
  }
  const wanted = bound(toProReplicas(seen, settings), settings);
  const windowMs = Math.min(settings.scaleDownWindowMs, longestScaleDownWindowMs);
  const recommended = remember(state.recommended, wanted.replicas, nowMs, windowMs);
  const replicas = recommended[0]?.replicas ?? wanted.replicas;
  const reason = replicas > wanted.replicas ? 'scaleDownWindow' : wanted.reason;
  return { replicas, state: { recommended, loadedAtMs }, reason };
}
