/** From the flags of a simulation to one that can be run, under any profile. */
import type { LoadedFunction, SimulatedLoad } from '../../../platform/simulation/simulate-load.ts';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';
import { deriveSeed } from '../../../workloads/arrivals/derive-seed.ts';
import { createRandom } from '../../contract/seeded-random.ts';
import type { ArrivalSpec } from '../../contract/arrivals.ts';
import { toMillis } from '../../contract/units.ts';
import { parseArrivals } from '../../scenario/parse-arrivals.ts';
import { demandWhole } from '../demand-number.ts';
import type { LoadArguments } from './load-options.ts';
import { parseLaw } from './parse-law.ts';
import { parseNodes } from './parse-nodes.ts';

const functionName = 'function';

/** @throws FaasmarkError `USAGE` */
export function toLoad(options: LoadArguments): Omit<SimulatedLoad, 'profile'> {
  const { memory, seed, replications } = options;
  demandWhole('--memory', memory, 1, 1_048_576);
  demandWhole('--seed', seed, 0, Number.MAX_SAFE_INTEGER);
  demandWhole('--replications', replications, 1, 10_000);
  const spec = parseArrivals(options.arrivals, '--arrivals');
  return {
    functions: [
      {
        name: functionName,
        memoryMiB: memory,
        service: parseLaw(options.service, '--service'),
        init: parseLaw(options.init, '--init'),
        createArrivals: (run) => createArrivals(spec, deriveSeed(seed, 2 * run)),
      },
    ],
    durationMs: toMillis(createSchedule(spec, seed).duration),
    nodesMiB: parseNodes(options.nodes, memory),
    replications,
    createRandom: (run) => createRandom(deriveSeed(seed, 2 * run + 1)),
  };
}

function createArrivals(spec: ArrivalSpec, seed: number): ReturnType<LoadedFunction['createArrivals']> {
  const schedule = createSchedule(spec, seed);
  let index = 0;
  return () => {
    const start = schedule.intendedStart(index++);
    return start === undefined ? undefined : toMillis(start);
  };
}
