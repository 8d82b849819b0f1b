/** Puts annotations and configuration together into what the decisions are told. */
import type { RevisionAnnotations } from './annotations.ts';
import type { AutoscalerConfig } from './autoscaler-config.ts';
import type { DeciderSpec } from './decider-spec.ts';
import type { MetricSpec } from './metric-windows.ts';
import { resolveTarget } from './resolve-target.ts';
import type { ReplicaLimits } from './decide-replicas.ts';

export interface RevisionSettings {
  readonly annotations: RevisionAnnotations;
  readonly config: AutoscalerConfig;
  /** Most invocations in one instance; 0 for no limit. */
  readonly containerConcurrency: number;
  /** Default true. */
  readonly isReachable?: boolean;
}

export function toDeciderSpec(settings: RevisionSettings): DeciderSpec {
  const { annotations, config, containerConcurrency, isReachable = true } = settings;
  const { target, total } = resolveTarget(annotations, config, containerConcurrency);
  return {
    targetValue: target,
    totalValue: total,
    targetBurstCapacity: annotations.targetBurstCapacity ?? config.targetBurstCapacity,
    panicThreshold: (annotations.panicThresholdPercentage ?? config.panicThresholdPercentage) / 100,
    stableWindowMs: annotations.stableWindowMs ?? config.stableWindowMs,
    maxScaleUpRate: config.maxScaleUpRate,
    maxScaleDownRate: config.maxScaleDownRate,
    scaleDownDelayMs: annotations.scaleDownDelayMs ?? config.scaleDownDelayMs,
    activationScale: annotations.activationScale ?? 1,
    initialScale: chooseInitialScale(annotations, config),
    isReachable,
    activatorCapacity: config.activatorCapacity,
  };
}

export function toMetricSpec({ annotations, config }: RevisionSettings): MetricSpec {
  const stableWindowMs = annotations.stableWindowMs ?? config.stableWindowMs;
  const percentage = annotations.panicWindowPercentage ?? config.panicWindowPercentage;
  // Whole buckets, and one at least.
  const panicSeconds = Math.max(1, Math.round((stableWindowMs * percentage) / 100 / 1000));
  return {
    stableWindowMs,
    panicWindowMs: panicSeconds * 1000,
    algorithm: annotations.algorithm ?? 'linear',
  };
}

export function toReplicaLimits({
  annotations,
  config,
  isReachable = true,
}: RevisionSettings): ReplicaLimits {
  return {
    minScale: annotations.minScale ?? config.minScale,
    maxScale: annotations.maxScale ?? config.maxScale,
    initialScale: chooseInitialScale(annotations, config),
    isReachable,
    isScaleToZeroEnabled: config.isScaleToZeroEnabled,
    stableWindowMs: annotations.stableWindowMs ?? config.stableWindowMs,
    graceMs: config.scaleToZeroGraceMs,
    retentionMs: annotations.scaleToZeroRetentionMs ?? config.scaleToZeroRetentionMs,
    targetBurstCapacity: annotations.targetBurstCapacity ?? config.targetBurstCapacity,
  };
}

/** A revision's 0 counts only where the cluster allows it. */
function chooseInitialScale({ initialScale }: RevisionAnnotations, config: AutoscalerConfig): number {
  const isAllowed = initialScale !== 0 || config.isZeroInitialScaleAllowed;
  return isAllowed && initialScale !== undefined ? initialScale : config.initialScale;
}
