/** Knative Serving's pod autoscaler and request path, as pure functions. */
export { activatorQueueDepth, createActivatorBreaker, resizeActivatorBreaker } from './activator-breaker.ts';
export { assignInstances, countActivators, decidePath } from './activator-path.ts';
export type { PathDecision, PathObservation } from './activator-path.ts';
export { noteAtActivator, reportAtActivator } from './activator-reporter.ts';
export type { ActivatorReport, ActivatorReporter } from './activator-reporter.ts';
export { parseAnnotations } from './annotations.ts';
export type { RevisionAnnotations, ScalingMetric } from './annotations.ts';
export { defaultAutoscalerConfig, findConfigProblems, parseAutoscalerConfig } from './autoscaler-config.ts';
export type { AutoscalerConfig } from './autoscaler-config.ts';
export {
  abandonBreaker,
  createBreaker,
  createInstanceBreaker,
  enterBreaker,
  leaveBreaker,
  reserveInBreaker,
  resizeBreaker,
} from './breaker.ts';
export type { Breaker, BreakerLimits, BreakerRelease, BreakerStep } from './breaker.ts';
export { chooseInstance, toChoicePolicy } from './choose-instance.ts';
export type { ChoiceDraws, InstanceChoice, InstanceChoicePolicy, TargetInstance } from './choose-instance.ts';
export { decideActivity } from './decide-activity.ts';
export type { ActivityDecision, ActivityObservation } from './decide-activity.ts';
export { decideReplicas } from './decide-replicas.ts';
export type {
  ReplicaDecision,
  ReplicaLimits,
  ReplicaObservation,
  ReplicaReason,
  RevisionActivity,
} from './decide-replicas.ts';
export { decideScale } from './decide-scale.ts';
export type { MetricValue, ScaleDecision, ScaleObservation, ScaleReason, ScaleStep } from './decide-scale.ts';
export type { DeciderSpec } from './decider-spec.ts';
export { currentMax, recordMax, recordMaxAt } from '../max-window.ts';
export type { MaxEntry, MaxWindow } from '../max-window.ts';
export {
  averageValue,
  createMetricWindow,
  isWindowEmpty,
  recordValue,
  resizeMetricWindow,
} from './metric-window.ts';
export type { AggregationAlgorithm, MetricWindow, MetricWindowOptions } from './metric-window.ts';
export { createMetricWindows, readMetric, recordMetric } from './metric-windows.ts';
export type { MetricSpec, MetricWindows } from './metric-windows.ts';
export type { Parsed } from './read-setting.ts';
export { createRequestStats, noteRequest, reportRequests, toMetric } from './request-stats.ts';
export type { RequestEvent, RequestStats, Stat } from './request-stats.ts';
export { resolveTarget } from './resolve-target.ts';
export type { MetricTarget } from './resolve-target.ts';
export { createScalerState, toInitialScale } from './scaler-state.ts';
export type { InitialScale, ScalerState } from './scaler-state.ts';
export { chooseScraped, combineStats, toSampleSize } from './scrape.ts';
export { decideTick, tickIntervalMs } from './tick.ts';
export type { TickDecision, TickObservation } from './tick.ts';
export { toDeciderSpec, toMetricSpec, toReplicaLimits } from './to-spec.ts';
export type { RevisionSettings } from './to-spec.ts';
