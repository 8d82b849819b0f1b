/** How many replicas an alert makes: the community edition's gateway (handlers/alerthandler.go, `CalculateReplicas`). */

export interface AlertScaling {
  readonly status: 'firing' | 'resolved';
  readonly replicas: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Size of a step, in percent of the most replicas. 0 switches scaling off. */
  readonly factorPercent: number;
}

export interface AlertScalingDefaults {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly factorPercent: number;
}

/** The code has a factor of 10, the documentation says 20 (`documentedFactorPercent`). */
export const defaultAlertScaling: AlertScalingDefaults = {
  minReplicas: 1,
  maxReplicas: 5,
  factorPercent: 10,
};

/** docs.openfaas.com/architecture/autoscaling */
export const documentedFactorPercent = 20;

/** The community edition never has more replicas of a function. */
export const mostCommunityReplicas = 5;

export interface AlertScalingDecision {
  readonly replicas: number;
  readonly reason: 'step' | 'atMost' | 'resolved' | 'scalingOff';
}

/** Firing adds a step up to the most; resolved, or a step of 0, goes back to the least. */
export function decideAlertReplicas(
  { status, replicas, minReplicas, maxReplicas, factorPercent }: AlertScaling,
  mostReplicas: number = mostCommunityReplicas,
): AlertScalingDecision {
  const most = Math.min(maxReplicas, mostReplicas);
  // In this order of operations, as the rounding of the product decides whether it is a whole number.
  const step = Math.ceil((most / 100) * factorPercent);
  if (status === 'resolved') return { replicas: minReplicas, reason: 'resolved' };
  if (step <= 0) return { replicas: minReplicas, reason: 'scalingOff' };
  return replicas + step > most
    ? { replicas: most, reason: 'atMost' }
    : { replicas: replicas + step, reason: 'step' };
}
