/** What a single invocation costs, and how much of it its initialisation and its retries caused. */
import type { BillingTerms, MeterName, MeterOptions } from '../../contract/billing.ts';
import type { Invocation } from '../../contract/invocation.ts';
import { findPriceBook } from './load-price-books.ts';
import type { Activity } from './meters/meter.ts';
import { meters } from './meters/meters.ts';
import type { PriceBook } from './price-book.ts';
import { priceUsage } from './price-usage.ts';
import { toActivity } from './to-activity.ts';
import { type Usage, scaleUsage } from './usage.ts';

/** A meter, its options and its prices. */
export interface Tariff {
  readonly meter: MeterName;
  readonly options: MeterOptions;
  readonly book: PriceBook;
}

export interface PricedInvocation {
  readonly invocation: Invocation;
  readonly usage: Usage;
  /** At the first tier, without a free grant. */
  readonly costUsd: number;
  /** Of that, all but the requests. */
  readonly computeUsd: number;
  /** What it would have cost less, had its instance been there. */
  readonly initUsd: number;
  readonly isSuccessful: boolean;
}

/** @throws FaasmarkError `USAGE`: no prices for that meter and region. */
export function toTariff(terms: BillingTerms): Tariff {
  return { meter: terms.meter ?? 'lambda', options: terms.options ?? {}, book: findPriceBook(terms) };
}

/** Every attempt counts. The time of the earlier ones is not on record: each is taken to be as long as the last. */
export function priceInvocation(
  invocation: Invocation,
  memoryMiB: number,
  { meter, options, book }: Tariff,
): PricedInvocation {
  const activity = toActivity(invocation, memoryMiB);
  const toUsage = (one: Activity): Usage => meters[meter].toUsage(one, options);
  const once: Usage = activity === undefined ? { invocations: 1 } : toUsage(activity);
  const usage = scaleUsage(once, Math.max(1, invocation.attempts));
  const { charges, totalUsd: costUsd } = priceUsage(usage, meter, book);
  const requestsUsd = charges.find((one) => one.quantity === 'invocations')?.usd ?? 0;
  const withoutInitUsd = (cold: Activity): number =>
    priceUsage(toUsage(withoutInit(cold)), meter, book).totalUsd;
  return {
    invocation,
    usage,
    costUsd,
    computeUsd: costUsd - requestsUsd,
    initUsd: isCold(activity) ? priceUsage(once, meter, book).totalUsd - withoutInitUsd(activity) : 0,
    isSuccessful: invocation.outcome === 'ok',
  };
}

function isCold(activity: Activity | undefined): activity is Activity {
  return activity !== undefined && activity.initDurationMs > 0;
}

function withoutInit(activity: Activity): Activity {
  const { initDurationMs, reportedMs } = activity;
  const rest = reportedMs === undefined ? undefined : Math.max(0, reportedMs - initDurationMs);
  return { ...activity, initDurationMs: 0, reportedMs: rest };
}
