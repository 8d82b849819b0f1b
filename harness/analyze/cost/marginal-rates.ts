/** What one more invocation costs: for the run rate while a run lasts. The summary has the full arithmetic. */
import type { BillingTerms } from '../../contract/sink.ts';
import { awsLambdaPrices } from './aws-lambda-prices.ts';

/** Of the first tier, without the free one. */
export function toMarginalRates({ architecture }: BillingTerms): {
  readonly usdPerGbSecond: number;
  readonly usdPerInvocation: number;
} {
  const { tiers, usdPerInvocation } = awsLambdaPrices(architecture);
  return { usdPerGbSecond: tiers[0]?.usdPerGbSecond ?? 0, usdPerInvocation };
}
