/**
 * A week of many functions as unlike each other as those of a public cloud, by the synthetic trace. Arrivals are Poisson,
 * and scaled so that all functions together have as many invocations as are asked for.
 */
import { createRandom } from '../../harness/contract/seeded-random.ts';
import { type LoadedFunction, type SimulatedLoad } from '../../platform/simulation/simulate-load.ts';
import { createSyntheticApps } from '../../workloads/traces/synthetic-apps.ts';
import { createSyntheticTrace } from '../../workloads/traces/synthetic-trace.ts';
import { toInstants } from './to-instants.ts';

const weekSeconds = 7 * 24 * 3600;
const leastMiB = 128;
const seed = 1;

/** @param invocations - of all together, on average. */
export function createSyntheticWeek(functions: number, invocations: number): SimulatedLoad {
  const rates = createSyntheticApps(functions, seed).flatMap(({ perDay }) => perDay);
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  const toFunction = (
    { name, memoryMiB, durationMs }: ReturnType<typeof createSyntheticTrace>[number],
    at: number,
  ): LoadedFunction => ({
    name,
    memoryMiB: Math.max(leastMiB, Math.round(memoryMiB?.mean ?? 0)),
    service: { kind: 'exponential', meanMs: durationMs?.mean ?? 0 },
    init: { kind: 'constant', ms: 250 },
    createArrivals: () =>
      toInstants((invocations * (rates[at] ?? 0)) / total / weekSeconds, createRandom(at + 2)),
  });
  return {
    profile: 'lambda',
    // Otherwise the load of a whole region would be refused as that of one account.
    options: { accountConcurrency: 1_000_000 },
    functions: createSyntheticTrace({ functions, seed }).map(toFunction),
    durationMs: weekSeconds * 1000,
    nodesMiB: [Infinity],
    replications: 1,
    createRandom: () => createRandom(seed),
  };
}
