/** Google Cloud Run (and with it Cloud Functions of the second generation), and Cloud Functions of the first. */
export { decideIdle } from './decide-idle.ts';
export type { IdleDecision, IdleObservation } from './decide-idle.ts';
export { decidePending } from './decide-pending.ts';
export type { PendingDecision, PendingObservation } from './decide-pending.ts';
export { decideEvaluation, decideScale } from './decide-scale.ts';
export type {
  CloudRunObservation,
  CloudRunScaleDecision,
  CloudRunScaleReason,
  EvaluationDecision,
} from './decide-scale.ts';
export { decideGcf1Arrival, gcf1Defaults } from './gcf-1.ts';
export type { Gcf1Decision, Gcf1Limits, Gcf1Observation } from './gcf-1.ts';
export { cloudRunDefaults, createCloudRunLimits, toMaxConcurrency } from './limits.ts';
export type { CloudRunLimits, PendingRule } from './limits.ts';
