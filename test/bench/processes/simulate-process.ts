/** Simulates one load a number of times and prints what each took, in a process that does nothing else. */
import { createFixedLifetimePolicies } from '../../../platform/policies/fixed-lifetime.ts';
import { simulateLoad } from '../../../platform/simulation/simulate-load.ts';
import { simulate } from '../../../platform/simulation/simulate.ts';
import { createRandom } from '../../../harness/contract/seeded-random.ts';
import { createSyntheticWeek } from '../synthetic-week.ts';
import { toInstants } from '../to-instants.ts';

export type SimulateOrder =
  | { readonly load: 'fixed' | 'kpa'; readonly rounds: number; readonly seconds: number }
  | { readonly load: 'week'; readonly functions: number; readonly invocations: number };

export interface SimulateCosts {
  readonly rounds: readonly SimulatedRound[];
  /** Of the whole process. */
  readonly peakMiB: number;
}

export interface SimulatedRound {
  readonly invocations: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

const perSecond = 1000;
const service = { kind: 'exponential', meanMs: 1980 } as const;
const init = { kind: 'constant', ms: 250 } as const;
const lifetimeMs = 600_000;
const order = JSON.parse(process.argv[2] ?? '') as SimulateOrder;

function simulateFixed(seconds: number, seed: number): number {
  const { functions } = simulate({
    functions: [
      {
        name: 'f',
        next: toInstants(perSecond, createRandom(seed)),
        memoryMiB: 128,
        service,
        init: { kind: 'constant', ms: 0 },
        createPolicies: () => createFixedLifetimePolicies({ lifetimeMs }),
      },
    ],
    cluster: { nodesMiB: [Infinity], choice: 'firstFit', evicts: false },
    durationMs: seconds * 1000,
    random: createRandom(seed + 1),
  });
  return functions[0]?.tally.arrivals ?? 0;
}

function simulateKpa(seconds: number, seed: number): number {
  const { runs } = simulateLoad({
    profile: 'knative-kpa',
    functions: [
      {
        name: 'f',
        memoryMiB: 128,
        service,
        init,
        createArrivals: () => toInstants(perSecond, createRandom(seed)),
      },
    ],
    durationMs: seconds * 1000,
    nodesMiB: [Infinity],
    replications: 1,
    createRandom: () => createRandom(seed + 1),
  });
  return runs[0]?.invocations ?? 0;
}

function simulateWeek(functions: number, invocations: number): number {
  return simulateLoad(createSyntheticWeek(functions, invocations)).runs[0]?.invocations ?? 0;
}

function time(run: () => number): SimulatedRound {
  const before = process.cpuUsage();
  const start = process.hrtime.bigint();
  const invocations = run();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(before);
  return { invocations, seconds, cpuSeconds: (user + system) / 1e6 };
}

function runOrder(): SimulatedRound[] {
  if (order.load === 'week') return [time(() => simulateWeek(order.functions, order.invocations))];
  const run = order.load === 'fixed' ? simulateFixed : simulateKpa;
  // One round more: the first compiles.
  const all = Array.from({ length: order.rounds + 1 }, (_, at) => time(() => run(order.seconds, 2 * at)));
  return all.slice(1);
}

const costs: SimulateCosts = { rounds: runOrder(), peakMiB: process.resourceUsage().maxRSS / 1024 };
process.stdout.write(`${JSON.stringify(costs)}\n`);
