/** What the autoscaler aims at (knative/serving pkg/reconciler/autoscaling/resources/target.go). */
import type { RevisionAnnotations } from './annotations.ts';
import { type AutoscalerConfig, leastTarget } from './autoscaler-config.ts';

export interface MetricTarget {
  /** Value of the metric that each instance should have. */
  readonly target: number;
  /** Value that it can have at most. */
  readonly total: number;
}

/** @param containerConcurrency - most invocations in one instance; 0 for no limit. */
export function resolveTarget(
  annotations: Pick<RevisionAnnotations, 'metric' | 'target' | 'targetUtilization'>,
  config: AutoscalerConfig,
  containerConcurrency: number,
): MetricTarget {
  const isRps = annotations.metric === 'rps';
  const utilization =
    annotations.targetUtilization ?? (isRps ? config.requestsUtilization : config.concurrencyUtilization);
  const total = isRps
    ? (annotations.target ?? config.requestsPerSecondTarget)
    : resolveConcurrency(annotations.target, containerConcurrency, config.concurrencyTarget);
  return { target: Math.max(leastTarget, total * utilization), total };
}

/** The limit of the instance bounds what the annotation may aim at. */
function resolveConcurrency(annotated: number | undefined, limit: number, fallback: number): number {
  if (limit === 0) return annotated ?? fallback;
  return Math.min(annotated ?? limit, limit);
}
