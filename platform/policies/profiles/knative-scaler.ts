/** Knative's autoscaler as a scaler: the averages, the decision at its ticks, and the way to zero. */
import { type PathDecision, decidePath } from '../knative/activator-path.ts';
import { decideActivity } from '../knative/decide-activity.ts';
import { decideReplicas, type ReplicaDecision, type RevisionActivity } from '../knative/decide-replicas.ts';
import { decideScale } from '../knative/decide-scale.ts';
import { createMetricWindows, readMetric, recordMetric } from '../knative/metric-windows.ts';
import { createScalerState, toInitialScale } from '../knative/scaler-state.ts';
import { decideTick, tickIntervalMs } from '../knative/tick.ts';
import { type RevisionSettings, toDeciderSpec, toMetricSpec, toReplicaLimits } from '../knative/to-spec.ts';
import type { FleetSeen, NoRoom, Scaler, ScaleTarget } from '../profile-parts.ts';
import { toUnavailable } from './parts/refusal.ts';
import { createSecondMeter, type SecondMeter } from './parts/second-meter.ts';

const wait: NoRoom = { kind: 'wait', starts: 0, reason: 'noCapacity' };
const queueFull = toUnavailable('queueFull');
const notDue: ScaleTarget = { desired: undefined, reason: 'notDue' };
/** Of the queue before an instance, in times its concurrency: pkg/queue/sharedmain/main.go. */
const instanceQueueDepth = 10;

export function createKnativeScaler(settings: RevisionSettings): Scaler {
  const spec = toDeciderSpec(settings);
  const limits = toReplicaLimits(settings);
  const metricSpec = toMetricSpec(settings);
  const { containerConcurrency } = settings;
  const initial = toInitialScale(spec);

  let windows = createMetricWindows(metricSpec);
  let scaler = createScalerState(0, 0);
  let desired: number = initial.desiredInstances;
  let excessBurstCapacity = initial.excessBurstCapacity;
  let scaleReason = 'initial';
  let nextTickMs: number | undefined;
  let activity: RevisionActivity = 'activating';
  let activitySinceMs = 0;
  let isInitialScaleReached = false;
  let path: PathDecision['mode'] = 'proxy';
  let proxiedSinceMs: number | undefined;
  /** What the activator has said of the first invocation already. */
  let reported = 0;
  let isServed = false;
  let meter: SecondMeter | undefined;

  function onSecond(endMs: number, mean: number): void {
    // At zero nobody reports.
    if (mean === 0 && !isServed) return;
    windows = recordMetric(windows, endMs, Math.max(0, mean - reported));
    reported = 0;
  }

  function advance(seen: FleetSeen): void {
    isServed = seen.ready > 0;
    if (meter === undefined) {
      meter = createSecondMeter(seen.nowMs, metricSpec.stableWindowMs / 1000, onSecond);
      activitySinceMs = seen.nowMs;
    }
    meter.advance(seen.nowMs, seen.inFlight + seen.waiting);
  }

  function decideDesired(seen: FleetSeen): void {
    const value = readMetric(windows, seen.nowMs);
    const step = decideScale({ readyInstances: seen.ready, value }, spec, scaler, seen.nowMs);
    scaler = step.state;
    if (step.decision.kind === 'none') return;
    desired = step.decision.desiredInstances;
    ({ excessBurstCapacity } = step.decision);
    scaleReason = step.decision.reason;
  }

  function decideWithinLimits(seen: FleetSeen): ReplicaDecision {
    const currentInstances = seen.starting + seen.ready;
    return decideReplicas(
      {
        desiredInstances: desired,
        currentInstances,
        activity,
        activitySinceMs,
        isInitialScaleReached,
        proxiedSinceMs,
        probeActivator: () => true,
      },
      limits,
      seen.nowMs,
    );
  }

  function follow(wantedInstances: number, { ready, nowMs }: FleetSeen): void {
    const next = decideActivity(
      { activity, wantedInstances, readyInstances: ready, isInitialScaleReached },
      limits,
    );
    ({ isInitialScaleReached } = next);
    if (next.activity !== activity) activitySinceMs = nowMs;
    ({ activity } = next);
    path = decidePath({ wantedInstances, excessBurstCapacity, activity }).mode;
    proxiedSinceMs = path === 'proxy' ? (proxiedSinceMs ?? nowMs) : undefined;
  }

  return {
    tickMs: tickIntervalMs,
    ticksAtOnce: true,
    observe(seen, event) {
      advance(seen);
      if (event !== 'arrival' || isServed || seen.inFlight + seen.waiting > 0) return;
      windows = recordMetric(windows, seen.nowMs, 1);
      reported = 1;
    },
    onNoRoom(seen) {
      const isDirect = path === 'serve' && seen.ready > 0;
      const most = isDirect ? instanceQueueDepth * containerConcurrency * seen.ready : Infinity;
      return seen.waiting < most ? wait : queueFull;
    },
    onTick(seen) {
      const due = decideTick(
        {
          nextTickMs: (nextTickMs ??= seen.nowMs),
          desiredInstances: desired,
          arrivedConcurrency: seen.waiting,
        },
        seen.nowMs,
      );
      ({ nextTickMs } = due);
      if (due.kind === 'wait') return notDue;
      decideDesired(seen);
      const replicas = decideWithinLimits(seen);
      follow(replicas.instances, seen);
      const isQuiet = seen.starting + seen.ready + seen.waiting === 0 && activity === 'inactive';
      return {
        desired: replicas.isApplied && replicas.instances >= 0 ? replicas.instances : undefined,
        reason: replicas.reason === 'desired' ? scaleReason : replicas.reason,
        sleeps: isQuiet,
      };
    },
  };
}
