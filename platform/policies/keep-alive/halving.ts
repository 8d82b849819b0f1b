/** Half of the idle instances go at a time, as SeBS (Middleware 2021) modelled AWS Lambda. */

export interface HalvingDecision {
  /** `instances * 2^-floor(silence / period)`, not rounded. */
  readonly remaining: number;
  /** Whole instances that are kept: rounded down, so that the last one goes too. */
  readonly instances: number;
  readonly reason: 'firstPeriod' | 'halved';
}

/** From memory. */
export const halvingPeriodMs = 380_000;

/**
 * @param instances - warm when the silence began.
 * @param silentMs - time since then.
 * @param periodMs - 380 s by default.
 */
export function decideHalving(
  instances: number,
  silentMs: number,
  periodMs: number = halvingPeriodMs,
): HalvingDecision {
  const periods = Math.floor(Math.max(0, silentMs) / periodMs);
  const remaining = instances * 2 ** -periods;
  return {
    remaining,
    instances: Math.floor(remaining),
    reason: periods === 0 ? 'firstPeriod' : 'halved',
  };
}
