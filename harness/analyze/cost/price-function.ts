/** The cost of one function in a run: everything that was sent, and a million of the load. */
import type { BillingTerms } from '../../contract/billing.ts';
import type { DeployedFunction } from '../../contract/sink.ts';
import type { FunctionCost } from '../../contract/summary.ts';
import type { MeasuredPhase } from '../measured.ts';
import { toBilledDuration } from './billed-duration.ts';
import { estimateCostPerMillion } from './cost-per-million.ts';
import { toCostShares } from './cost-shares.ts';
import { meters } from './meters/meters.ts';
import type { PricedInvocation, Tariff } from './price-invocation.ts';
import { priceUsage } from './price-usage.ts';
import { type Usage, quantityUnits, sumUsage } from './usage.ts';

export interface FunctionRun {
  readonly fn: DeployedFunction;
  /** Everything that was sent. */
  readonly all: readonly PricedInvocation[];
  /** Of the measured load alone, by phase. */
  readonly loads: readonly { readonly load: MeasuredPhase; readonly priced: readonly PricedInvocation[] }[];
  readonly runMs: number;
}

export function priceFunction(run: FunctionRun, tariff: Tariff, { freeTier }: BillingTerms): FunctionCost {
  const { fn, all } = run;
  const usage = sumUsage([...all.map((one) => one.usage), toHeldUsage(fn, run.runMs, tariff)]);
  const { charges, totalUsd } = priceUsage(usage, tariff.meter, tariff.book, freeTier);
  const requestsUsd = charges.find((one) => one.quantity === 'invocations')?.usd ?? 0;
  return {
    function: fn.name,
    memoryMiB: fn.memoryMiB,
    invocations: all.length,
    successful: all.filter((one) => one.isSuccessful).length,
    billedDurationMs: all.reduce((sum, one) => sum + toBilledDuration(one.invocation), 0),
    gbSeconds: usage.gbSeconds ?? usage.gibSeconds ?? 0,
    charges: charges.map((one) => ({ ...one, unit: quantityUnits[one.quantity] })),
    computeUsd: totalUsd - requestsUsd,
    requestsUsd,
    totalUsd,
    costPerMillionUsd: estimateCostPerMillion(run.loads.flatMap((one) => withHeld(one, fn, tariff))),
    coldStartShare: toInitShare(all),
    shares: toCostShares(all),
  };
}

/** What is paid for although nobody invokes. */
export function toHeldUsage({ memoryMiB }: DeployedFunction, durationMs: number, tariff: Tariff): Usage {
  return meters[tariff.meter].toHeldUsage?.({ memoryMiB, durationMs }, tariff.options) ?? {};
}

/** What is held while the load lasts is spread evenly over its invocations. */
function withHeld(
  { load, priced }: FunctionRun['loads'][number],
  fn: DeployedFunction,
  { meter, book, ...tariff }: Tariff,
): { readonly costUsd: number; readonly isSuccessful: boolean }[] {
  const usage = toHeldUsage(fn, load.phase.planned.durationMs, { meter, book, ...tariff });
  const each = priceUsage(usage, meter, book).totalUsd / Math.max(1, priced.length);
  return priced.map(({ costUsd, isSuccessful }) => ({ costUsd: costUsd + each, isSuccessful }));
}

/** Of the compute cost alone: requests are paid for either way. */
function toInitShare(all: readonly PricedInvocation[]): number {
  const computeUsd = all.reduce((sum, one) => sum + one.computeUsd, 0);
  return computeUsd > 0 ? all.reduce((sum, one) => sum + one.initUsd, 0) / computeUsd : 0;
}
