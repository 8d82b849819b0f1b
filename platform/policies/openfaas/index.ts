/** OpenFaaS: the community edition's alerts, the ratio of Pro, scaling from and to zero, and one replica's limit. */
export {
  type AlertDecision,
  type AlertReason,
  type AlertRule,
  type AlertState,
  decideAlert,
  inactiveAlert,
  defaultAlertRule,
} from './alert-rule.ts';
export {
  type AlertScaling,
  type AlertScalingDecision,
  type AlertScalingDefaults,
  decideAlertReplicas,
  defaultAlertScaling,
  documentedFactorPercent,
  mostCommunityReplicas,
} from './alert-steps.ts';
export {
  decideFromZero,
  type FromZeroDecision,
  type FromZeroEvent,
  type FromZeroLimits,
  type FromZeroState,
  isCacheFresh,
  defaultFromZeroLimits,
  type ReplicaAnswer,
  type ReplicaCache,
} from './from-zero.ts';
export {
  decideIdle,
  type IdlerDecision,
  type IdlerObservation,
  type IdlerSettings,
  defaultIdlerSettings,
} from './idler.ts';
export { decideMaxInflight, type InflightDecision } from './max-inflight.ts';
export {
  createProScaler,
  decideProReplicas,
  type LoadType,
  longestScaleDownWindowMs,
  defaultProScaling,
  type ProDecision,
  type ProObservation,
  type ProScalerState,
  type ProScalingSettings,
  toProReplicas,
} from './pro-scaler.ts';
