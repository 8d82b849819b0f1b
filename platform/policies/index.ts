/** The platform's decisions: pure functions of what was seen and the time. */
export { decideAdmission } from './admission.ts';
export type {
  AdmissionDecision,
  AdmissionLimits,
  AdmissionObservation,
  ThrottleReason,
} from './admission.ts';
export { chooseVersion } from './alias-routing.ts';
export type { AliasTarget } from './alias-routing.ts';
export { decideWait } from './bandwidth.ts';
export type { BandwidthLimits } from './bandwidth.ts';
export { decideKeepAlive } from './keep-alive/fixed-lifetime.ts';
export type { KeepAliveDecision } from './keep-alive/fixed-lifetime.ts';
export { decidePlacement } from './placement/machine-memory.ts';
export type { PlacementDecision, PlacementLimits, PlacementObservation } from './placement/machine-memory.ts';
export type { PolicyProfile } from './profile.ts';
export { createProfile, type ProfileName, profileNames } from './profiles/registry.ts';
export type { ProfileOptions } from './profiles/options.ts';
export { decideReservation } from './reservation.ts';
export type { ReservationDecision } from './reservation.ts';
export { chooseNewestIdle } from './routing/newest-idle.ts';
export type { IdleInstance } from './routing/newest-idle.ts';
export { createTokenBucket, takeToken } from './token-bucket.ts';
export type { TokenBucket, TokenBucketLimits, TokenDecision } from './token-bucket.ts';

/** Whole platforms, each under its name. */
export * as azure from './azure/index.ts';
export * as cloudRun from './cloud-run/index.ts';
export * as knative from './knative/index.ts';
export * as lambda from './lambda/index.ts';
export * as workers from './workers/index.ts';
export * as openfaas from './openfaas/index.ts';
export * as openwhisk from './openwhisk/index.ts';

/** Choices that any platform may make. */
export * as keepAlive from './keep-alive/index.ts';
export * as placement from './placement/index.ts';
export * as routing from './routing/index.ts';
