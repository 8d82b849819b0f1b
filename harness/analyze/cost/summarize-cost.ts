/** What the run would have cost on AWS Lambda, and beside machines that run all month. */
import type { Invocation } from '../../contract/invocation.ts';
import { isSteady, targetRate } from '../../contract/phase.ts';
import type { RunRecord } from '../../contract/run-record.ts';
import type { DeployedFunction } from '../../contract/sink.ts';
import type { AlwaysOnComparison, CostSummary, FunctionCost } from '../../contract/summary.ts';
import type { MeasuredPhase } from '../measured.ts';
import { awsLambdaPrices } from './aws-lambda-prices.ts';
import { toBilledDuration } from './billed-duration.ts';
import { estimateCostPerMillion } from './cost-per-million.ts';
import { type Machine, alwaysOnMachines, hoursPerMonth, secondsPerMonth } from './machines.ts';
import { type PriceBook, price } from './price-book.ts';

const mebibytesPerGb = 1024;

/**
 * Everything that was sent is priced: checks, warm-up, forced cold starts, failures. The cost of a million comes from
 * the measured load alone, whose share of cold starts is the load's own.
 *
 * @returns null where no function has a memory size, as for functions that somebody else deployed.
 */
export function summarizeCost(
  { manifest, invocations }: Pick<RunRecord, 'manifest' | 'invocations'>,
  measured: readonly MeasuredPhase[],
): CostSummary | null {
  const { architecture, freeTier } = manifest.billing;
  const book = awsLambdaPrices(architecture);
  const priced = manifest.functions.filter((one) => one.memoryMiB > 0);
  if (priced.length === 0) return null;
  const loads = measured.filter(({ phase }) => isSteady(phase));
  const functions = priced.map((fn) => {
    const load = loads.filter(({ phase }) => phase.function === fn.name).flatMap((one) => one.invocations);
    const own = invocations.filter((one) => one.function === fn.name && one.sentAt !== undefined);
    return priceFunction(fn, own, load, book, freeTier);
  });
  return {
    priceBook: book.provider,
    asOf: book.asOf,
    region: book.region,
    architecture: book.architecture,
    freeTier,
    functions,
    totalUsd: functions.reduce((sum, one) => sum + one.totalUsd, 0),
    alwaysOn: loads.flatMap((load) => compareWithMachines(load, functions, alwaysOnMachines(architecture))),
  };
}

function priceFunction(
  { name, memoryMiB }: DeployedFunction,
  invocations: readonly Invocation[],
  load: readonly Invocation[],
  book: PriceBook,
  freeTier: boolean,
): FunctionCost {
  const billedDurationMs = invocations.reduce((sum, one) => sum + toBilledDuration(one), 0);
  const initMs = invocations.reduce(
    (sum, one) => sum + Math.min(one.initDurationMs ?? 0, toBilledDuration(one)),
    0,
  );
  const gbSeconds = toGbSeconds(billedDurationMs, memoryMiB);
  const { computeUsd, requestsUsd } = price(book, { gbSeconds, invocations: invocations.length }, freeTier);
  const single = (one: Invocation): number => {
    const charge = price(book, { gbSeconds: toGbSeconds(toBilledDuration(one), memoryMiB), invocations: 1 });
    return charge.computeUsd + charge.requestsUsd;
  };
  return {
    function: name,
    memoryMiB,
    invocations: invocations.length,
    successful: invocations.filter((one) => one.outcome === 'ok').length,
    billedDurationMs,
    gbSeconds,
    computeUsd,
    requestsUsd,
    totalUsd: computeUsd + requestsUsd,
    costPerMillionUsd: estimateCostPerMillion(
      load
        .filter((one) => one.sentAt !== undefined)
        .map((one) => ({ costUsd: single(one), isSuccessful: one.outcome === 'ok' })),
    ),
    coldStartShare: billedDurationMs > 0 ? initMs / billedDurationMs : 0,
  };
}

function toGbSeconds(billedDurationMs: number, memoryMiB: number): number {
  return (billedDurationMs / 1000) * (memoryMiB / mebibytesPerGb);
}

/** Break-even where a month of the function at a steady rate costs what the machine costs. */
function compareWithMachines(
  { phase, invocations }: MeasuredPhase,
  functions: readonly FunctionCost[],
  machines: readonly Machine[],
): AlwaysOnComparison[] {
  const perMillion = functions.find((one) => one.function === phase.function)?.costPerMillionUsd;
  const ratePerSecond = targetRate(phase);
  if (perMillion === null || perMillion === undefined || ratePerSecond === null) return [];
  const usdPerRate = (perMillion.value / 1e6) * secondsPerMonth;
  const busySeconds = meanHandlerSeconds(invocations);
  return machines.map((machine) => {
    const usdPerMonth = machine.usdPerHour * hoursPerMonth;
    const breakEvenRatePerSecond = usdPerMonth / usdPerRate;
    return {
      machine: machine.name,
      usdPerMonth,
      function: phase.function,
      functionUsdPerMonth: ratePerSecond * usdPerRate,
      ratePerSecond,
      breakEvenRatePerSecond,
      coreShareAtBreakEven: (breakEvenRatePerSecond * busySeconds) / machine.cores,
    };
  });
}

/** Wall time in the handler: a bound from above for the processor time that a machine would need. */
function meanHandlerSeconds(invocations: readonly Invocation[]): number {
  const known = invocations.filter((one) => one.handlerDurationMs !== undefined);
  const sum = known.reduce((total, one) => total + (one.handlerDurationMs ?? 0), 0);
  return known.length === 0 ? 0 : sum / known.length / 1000;
}
