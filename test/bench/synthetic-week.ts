/**
 * A week of many functions as unlike each other as those of a public cloud. Laws after Shahrad et al., "Serverless in
 * the Wild", USENIX ATC 2020: mean durations log-normal, memory by Burr, and 18.6 % of all with 99.6 % of the
 * invocations. Arrivals are Poisson and steady: the days of the trace are not in it.
 */
import { type LoadedFunction, type SimulatedLoad } from '../../platform/simulation/simulate-load.ts';
import { createDraw } from '../../platform/simulation/durations.ts';
import { createRandom } from '../../harness/contract/seeded-random.ts';
import { toInstants } from './to-instants.ts';

const weekSeconds = 7 * 24 * 3600;
/** The sigma with which a log-normal law gives 99.6 % to its upper 18.6 %: the quantiles 2.652 and 0.893 together. */
const rateSigma = 3.545;
const durationSigma = 2.36;
const medianDurationMs = 1000 * Math.exp(-0.38);
/** The longest that the platform lets an invocation take. */
const longestMs = 900_000;
const leastMiB = 128;
const mostMiB = 10_240;

/** @param invocations - of all together, on average. */
export function createSyntheticWeek(functions: number, invocations: number): SimulatedLoad {
  const random = createRandom(1);
  const drawWeight = createDraw({ kind: 'lognormal', medianMs: 1, sigma: rateSigma }, random);
  const weights = Array.from({ length: functions }, drawWeight);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const drawMeanMs = createDraw(
    { kind: 'lognormal', medianMs: medianDurationMs, sigma: durationSigma },
    random,
  );
  const toFunction = (weight: number, index: number): LoadedFunction => ({
    name: `f${index}`,
    memoryMiB: toMemoryMiB(random()),
    service: { kind: 'exponential', meanMs: Math.min(longestMs, drawMeanMs()) },
    init: { kind: 'constant', ms: 250 },
    createArrivals: () => toInstants((invocations * weight) / total / weekSeconds, createRandom(index + 2)),
  });
  return {
    profile: 'lambda',
    // Otherwise the load of a whole region would be refused as that of one account.
    options: { accountConcurrency: 1_000_000 },
    functions: weights.map(toFunction),
    durationMs: weekSeconds * 1000,
    nodesMiB: [Infinity],
    replications: 1,
    createRandom: () => random,
  };
}

/** Burr's law, c = 11.652, k = 0.221, 107.083 MiB, as its inverse. */
function toMemoryMiB(draw: number): number {
  const memoryMiB = 107.083 * ((1 - draw) ** (-1 / 0.221) - 1) ** (1 / 11.652);
  return Math.round(Math.min(mostMiB, Math.max(leastMiB, memoryMiB)));
}
