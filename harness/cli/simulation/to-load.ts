/** From the flags of a simulation to one that can be run, under any profile. */
import type { LoadedFunction, SimulatedLoad } from '../../../platform/simulation/simulate-load.ts';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';
import { deriveSeed } from '../../../workloads/arrivals/derive-seed.ts';
import { createRandom } from '../../contract/seeded-random.ts';
import type { ArrivalSpec } from '../../contract/arrivals.ts';
import { toMillis } from '../../contract/units.ts';
import { demandWhole } from '../demand-number.ts';
import type { LoadArguments, LoadDefaults } from './load-options.ts';
import { parseNodes } from './parse-nodes.ts';
import { readSources } from './read-sources.ts';
import type { SimulatedSource } from './source.ts';

export type UnprofiledLoad = Omit<SimulatedLoad, 'profile'>;

/** @throws FaasmarkError `USAGE`, and what the files that it names may have. */
export async function toLoad(options: LoadArguments, standard: LoadDefaults): Promise<UnprofiledLoad> {
  const { seed, replications } = options;
  demandWhole('--seed', seed, 0, Number.MAX_SAFE_INTEGER);
  demandWhole('--replications', replications, 1, 10_000);
  const sources = await readSources(options, standard);
  const largestMiB = Math.max(...sources.map(({ memoryMiB }) => memoryMiB));
  return {
    functions: sources.map((source, at) => toFunction(source, at, sources.length, seed)),
    durationMs: toDurationMs(sources, seed),
    ...parseNodes(options.nodes, largestMiB),
    replications,
    // Numbers that no function draws its arrivals from.
    createRandom: (run) => createRandom(deriveSeed(seed, run * (sources.length + 1) + sources.length)),
  };
}

function toFunction(
  { arrivals, ...source }: SimulatedSource,
  at: number,
  functions: number,
  seed: number,
): LoadedFunction {
  return {
    ...source,
    createArrivals: (run) => createArrivals(arrivals, deriveSeed(seed, run * (functions + 1) + at)),
  };
}

/** Until the last one has had all of its arrivals. */
function toDurationMs(sources: readonly SimulatedSource[], seed: number): number {
  const durations = sources.map(({ arrivals }) => toMillis(createSchedule(arrivals, seed).duration));
  return durations.reduce((longest, one) => Math.max(longest, one), 0);
}

function createArrivals(spec: ArrivalSpec, seed: number): ReturnType<LoadedFunction['createArrivals']> {
  const schedule = createSchedule(spec, seed);
  let index = 0;
  return () => {
    const start = schedule.intendedStart(index++);
    return start === undefined ? undefined : toMillis(start);
  };
}
