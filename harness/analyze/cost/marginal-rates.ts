/** What one more invocation costs: for the run rate while a run lasts. The summary has the full arithmetic. */
import type { BillingTerms } from '../../contract/billing.ts';
import { findPriceBook } from './load-price-books.ts';
import { meters } from './meters/meters.ts';
import { priceUsage } from './price-usage.ts';

/** Long enough that no rounding and no minimum counts. */
const longMs = 1e7;

/**
 * Of the first tier, without the free one; by a long activity of 1 GiB, whatever the meter bills of it.
 *
 * @throws FaasmarkError `USAGE`: no prices for that meter and region.
 */
export function toMarginalRates(terms: BillingTerms): {
  readonly usdPerGbSecond: number;
  readonly usdPerInvocation: number;
} {
  const { meter = 'lambda', options = {} } = terms;
  const usage = meters[meter].toUsage({ memoryMiB: 1024, durationMs: longMs, initDurationMs: 0 }, options);
  const { charges, totalUsd } = priceUsage(usage, meter, findPriceBook(terms));
  const usdPerInvocation = charges.find((one) => one.quantity === 'invocations')?.usd ?? 0;
  return { usdPerGbSecond: (totalUsd - usdPerInvocation) / (longMs / 1000), usdPerInvocation };
}
