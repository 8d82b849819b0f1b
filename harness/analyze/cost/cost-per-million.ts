/** What a million successful invocations cost, with the uncertainty of the sample. */
import type { Estimate } from '../../contract/summary.ts';

/** Two-sided 95 % of the normal distribution. */
const z = 1.96;
/** Below it the normal approximation of the interval is not to be trusted. */
export const leastPriced = 30;
const million = 1e6;

export interface PricedInvocation {
  readonly costUsd: number;
  readonly isSuccessful: boolean;
}

/**
 * The ratio of the whole cost to the successes: failures and cold starts are paid for too. Untrimmed. The interval is
 * that of a ratio estimator by the delta method (Cochran, Sampling Techniques, 6.3).
 *
 * @returns null without a success; bounds are null below 30 invocations.
 */
export function estimateCostPerMillion(invocations: readonly PricedInvocation[]): Estimate | null {
  const n = invocations.length;
  const successes = invocations.filter((one) => one.isSuccessful).length;
  if (successes === 0) return null;
  const ratio = invocations.reduce((sum, one) => sum + one.costUsd, 0) / successes;
  if (n < leastPriced) return { value: ratio * million, low: null, high: null };
  const squares = invocations.reduce(
    (sum, one) => sum + (one.costUsd - (one.isSuccessful ? ratio : 0)) ** 2,
    0,
  );
  const error = Math.sqrt(squares / (n - 1) / n) / (successes / n);
  return {
    value: ratio * million,
    low: Math.max(0, ratio - z * error) * million,
    high: (ratio + z * error) * million,
  };
}
