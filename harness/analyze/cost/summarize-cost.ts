/** What the run would have cost by a provider's rules and prices, and beside machines that run all month. */
import type { BillingTerms } from '../../contract/billing.ts';
import type { Invocation } from '../../contract/invocation.ts';
import { isSteady, targetRate } from '../../contract/phase.ts';
import type { RunRecord } from '../../contract/run-record.ts';
import type { DeployedFunction } from '../../contract/sink.ts';
import type { AlwaysOnComparison, CostSummary, FunctionCost } from '../../contract/summary.ts';
import type { MeasuredPhase } from '../measured.ts';
import { compareAlwaysOn } from './compare-always-on.ts';
import { describeAssumptions } from './describe-assumptions.ts';
import { alwaysOnMachines } from './machines.ts';
import { meters } from './meters/meters.ts';
import { secondsPerMonth } from './month.ts';
import { toAsOf } from './price-book.ts';
import { type FunctionRun, priceFunction, toHeldUsage } from './price-function.ts';
import { type Tariff, priceInvocation, toTariff } from './price-invocation.ts';
import { priceUsage } from './price-usage.ts';

/**
 * Everything that was sent is priced, untrimmed: checks, warm-up, forced cold starts, retries, failures. The cost of a
 * million comes from the measured load alone, whose share of cold starts is the load's own.
 *
 * @returns null where no function has a memory size, as for functions that somebody else deployed.
 * @throws FaasmarkError `USAGE`: no prices for the meter and region of the run.
 */
export function summarizeCost(
  run: Pick<RunRecord, 'manifest' | 'invocations'>,
  measured: readonly MeasuredPhase[],
): CostSummary | null {
  const { billing, functions } = run.manifest;
  const known = functions.filter((one) => one.memoryMiB > 0);
  if (known.length === 0) return null;
  const tariff = toTariff(billing);
  const loads = measured.filter(({ phase }) => isSteady(phase));
  const runs = known.map((fn) => toFunctionRun(fn, run.invocations, loads, tariff));
  const costs = runs.map((one) => priceFunction(one, tariff, billing));
  const alwaysOn = runs.flatMap((one, at) => compareLoads(one, costs[at], tariff, billing));
  return {
    ...describeTariff(tariff, billing, run.invocations),
    functions: costs,
    totalUsd: toTotal(costs),
    alwaysOn,
  };
}

function describeTariff(
  { meter, options, book }: Tariff,
  { architecture, freeTier }: BillingTerms,
  invocations: readonly Invocation[],
): Omit<CostSummary, 'functions' | 'totalUsd' | 'alwaysOn'> {
  return {
    meter,
    priceBook: meters[meter].title,
    asOf: toAsOf(book),
    region: book.region,
    architecture: book.architecture ?? architecture,
    freeTier,
    sources: [...new Set(Object.values(book.prices).map((one) => one.source))],
    assumptions: describeAssumptions(meter, options, book, invocations),
  };
}

function toFunctionRun(
  fn: DeployedFunction,
  invocations: readonly Invocation[],
  loads: readonly MeasuredPhase[],
  tariff: Tariff,
): FunctionRun {
  const price = (of: readonly Invocation[]): FunctionRun['all'] =>
    of
      .filter((one) => one.function === fn.name && one.sentAt !== undefined)
      .map((one) => priceInvocation(one, fn.memoryMiB, tariff));
  return {
    fn,
    all: price(invocations),
    loads: loads
      .filter(({ phase }) => phase.function === fn.name)
      .map((load) => ({ load, priced: price(load.invocations) })),
    runMs: invocations.reduce((latest, one) => Math.max(latest, one.endedAt), 0) / 1e6,
  };
}

function compareLoads(
  { fn, loads }: FunctionRun,
  cost: FunctionCost | undefined,
  tariff: Tariff,
  { architecture }: BillingTerms,
): AlwaysOnComparison[] {
  if (!cost?.costPerMillionUsd) return [];
  const held = toHeldUsage(fn, secondsPerMonth * 1000, tariff);
  const fixedUsdPerMonth = priceUsage(held, tariff.meter, tariff.book).totalUsd;
  const priced = loads.flatMap((one) => one.priced);
  const successes = priced.filter((one) => one.isSuccessful).length;
  const usdPerInvocation = priced.reduce((sum, one) => sum + one.costUsd, 0) / successes;
  return loads.flatMap(({ load }) => {
    const ratePerSecond = targetRate(load.phase);
    if (ratePerSecond === null) return [];
    const busySeconds = meanHandlerSeconds(load.invocations);
    const steady = { function: fn.name, ratePerSecond, usdPerInvocation, fixedUsdPerMonth, busySeconds };
    return alwaysOnMachines(architecture).flatMap((machine) => compareAlwaysOn(steady, machine) ?? []);
  });
}

/** Wall time in the handler: a bound from above for the processor time that a machine would need. */
function meanHandlerSeconds(invocations: readonly Invocation[]): number {
  const known = invocations.filter((one) => one.handlerDurationMs !== undefined);
  const sum = known.reduce((total, one) => total + (one.handlerDurationMs ?? 0), 0);
  return known.length === 0 ? 0 : sum / known.length / 1000;
}

function toTotal(costs: readonly FunctionCost[]): number {
  return costs.reduce((sum, one) => sum + one.totalUsd, 0);
}
