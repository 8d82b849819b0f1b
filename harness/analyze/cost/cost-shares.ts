/** Which part of the cost cold starts, failures, retries and the slowest invocations caused. */
import type { CostShares } from '../../contract/summary.ts';
import type { PricedInvocation } from './price-invocation.ts';

/** Of what was invoked; what is held besides is in no share. */
export function toCostShares(priced: readonly PricedInvocation[]): CostShares {
  const totalUsd = sum(priced.map((one) => one.costUsd));
  const shareOf = (usd: (one: PricedInvocation) => number): number =>
    totalUsd > 0 ? sum(priced.map(usd)) / totalUsd : 0;
  const dearest = priced.map((one) => one.costUsd).toSorted((a, b) => b - a);
  return {
    coldStarts: shareOf((one) => (one.invocation.start === 'cold' ? one.costUsd : 0)),
    failures: shareOf((one) => (one.isSuccessful ? 0 : one.costUsd)),
    retries: shareOf((one) => one.costUsd * (1 - 1 / Math.max(1, one.invocation.attempts))),
    slowest1Percent: toTailShare(dearest, 0.01, totalUsd),
    slowest5Percent: toTailShare(dearest, 0.05, totalUsd),
  };
}

/**
 * Of a fraction of an invocation at the edge, that fraction counts. Null where the sample has no such part: 1 % of fewer
 * than 100. Of one function, the slowest are the dearest.
 */
function toTailShare(dearest: readonly number[], part: number, totalUsd: number): number | null {
  const count = dearest.length * part;
  if (count < 1 || totalUsd === 0) return null;
  const whole = Math.floor(count);
  return (sum(dearest.slice(0, whole)) + (count - whole) * (dearest[whole] ?? 0)) / totalUsd;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
