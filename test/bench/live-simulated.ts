/** Whether the live platform and the simulation come to the same under the same arrivals: they run the same decisions. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ArrivalSpec } from '../../harness/contract/arrivals.ts';
import { toMillis } from '../../harness/contract/units.ts';
import type { InstanceRecord } from '../../platform/instances/instance-records.ts';
import type { ProfileName } from '../../platform/policies/profiles/registry.ts';
import type { DurationLaw } from '../../platform/simulation/durations.ts';
import type { RunFigures } from '../../platform/simulation/run-figures.ts';
import { simulateLoad } from '../../platform/simulation/simulate-load.ts';
import { createSchedule } from '../../workloads/arrivals/create-schedule.ts';
import { createRandom } from '../../harness/contract/seeded-random.ts';
import { createFunction } from '../support/lambda-client.ts';
import type { Bench, BenchContext } from './bench.ts';
import { atMost, type Figure, formatNumber } from './figure.ts';
import { type PlatformTarget, startPlatformTarget } from './platform-target.ts';

const profiles: readonly ProfileName[] = ['lambda', 'knative-kpa', 'openwhisk'];
/** Policies' minutes in the live platform's seconds. */
const timeScale = 60;
const replications = 20;
const seed = 11;
const wantedDifference = 0.05;
const handlerMs = 200;
/** Most that are waited for before a load. */
const quietSeconds = 20;
/** On the policies' time, before the load of a simulation: what a platform begins with is gone by then. */
const leadMs = 1_800_000;

/** In real time, of so many seconds. */
const loads = (seconds: number): Readonly<Record<string, ArrivalSpec>> => {
  const durationMs = seconds * 1000;
  return {
    poisson: { kind: 'poisson', ratePerSecond: 3, durationMs },
    // Longer apart than an idle instance lives.
    burst: {
      kind: 'concat',
      parts: Array.from({ length: Math.max(1, Math.floor(seconds / 15)) }, () => [
        { kind: 'burst', count: 8 } as const,
        { kind: 'constant', ratePerSecond: 0.2, durationMs: 15_000 } as const,
      ]).flat(),
    },
    diurnal: {
      kind: 'diurnal',
      meanPerSecond: 2.5,
      amplitude: 0.95,
      periodMs: durationMs / 2,
      peakAtMs: durationMs / 4,
      dayFactors: [1],
      durationMs,
      spacing: 'poisson',
    },
  };
};

interface Compared {
  readonly coldStarts: number;
  readonly meanInstances: number;
}

interface Seen extends Compared {
  /** When invocations were sent: a busy machine does not send a burst at one instant, and an instance may be ready before its last. */
  readonly sentAtMs: readonly number[];
  readonly serviceMs: readonly number[];
  readonly initMs: readonly number[];
}

export const liveSimulated: Bench = {
  name: 'live-simulated',
  question: 'Do the live platform and the simulation come to the same under the same arrivals?',
  async run(bench) {
    const seconds = bench.quick ? 3 : (bench.seconds ?? 60);
    const figures: Figure[] = [];
    const fields: Record<string, unknown> = {};
    bench.say(`${seconds} s of each load at ${timeScale} times the speed, ${replications} simulations`);
    for (const profile of profiles) {
      const platform = await startPlatformTarget(
        { profile, timeScale },
        bench.conditions.pinning,
        bench.scope,
      );
      try {
        const seen = await playAll(bench, platform, seconds);
        const results = [...seen].map(([name, live]) => {
          const simulated = simulateSame(profile, seconds, live);
          return [name, compare(bench, `${profile} ${name}`, live, simulated)] as const;
        });
        fields[profile] = Object.fromEntries(results);
        for (const [name, { difference }] of results) {
          figures.push(
            atMost(`${profile}.${name}.coldStarts`, difference.coldStarts, wantedDifference),
            atMost(`${profile}.${name}.meanInstances`, difference.meanInstances, wantedDifference),
          );
        }
      } finally {
        await platform.stop();
      }
    }
    return { figures, missing: [], failed: {}, fields };
  },
};

/** All loads at once, each on a function of its own. */
async function playAll(
  bench: BenchContext,
  platform: PlatformTarget,
  seconds: number,
): Promise<Map<string, Seen>> {
  const entries = Object.entries(loads(seconds));
  for (const [name] of entries) {
    await createFunction(platform.client, name, {
      source: `exports.handler = () => new Promise((resolve) => setTimeout(resolve, ${handlerMs}, 1));`,
      MemorySize: 128,
    });
  }
  await waitUntilQuiet(bench, platform, Object.keys(loads(seconds)));
  const startEpochMs = Date.now();
  const played = await Promise.all(
    entries.map(async ([name, arrivals]) => [name, await play(platform, name, arrivals)] as const),
  );
  const endMs = startEpochMs + seconds * 1000;
  await delay(Math.max(0, endMs - Date.now()), undefined, { signal: bench.scope.signal });
  return new Map(
    await Promise.all(
      played.map(async ([name, answers]) => {
        const instances = await listInstances(platform.endpoint, name);
        const meanInstances = meanAlive(instances, startEpochMs, endMs);
        return [name, { ...answers, meanInstances }] as const;
      }),
    ),
  );
}

/** Some platforms begin with an instance, which would take the first invocations or not by how long the deployment took. */
async function waitUntilQuiet(
  { scope }: BenchContext,
  { endpoint }: PlatformTarget,
  names: readonly string[],
): Promise<void> {
  for (let waited = 0; waited < quietSeconds; waited++) {
    await delay(1000, undefined, { signal: scope.signal });
    const instances = await Promise.all(names.map((name) => listInstances(endpoint, name)));
    if (instances.flat().every(({ removedAtEpochMs }) => removedAtEpochMs !== null)) return;
  }
}

async function play(
  { endpoint }: PlatformTarget,
  name: string,
  arrivals: ArrivalSpec,
): Promise<Omit<Seen, 'meanInstances'>> {
  const sentAtMs: number[] = [];
  const startMs = performance.now();
  const answers = await Promise.all(
    toInstantsMs(arrivals).map(async (atMs) => {
      await delay(atMs);
      sentAtMs.push(performance.now() - startMs);
      const response = await fetch(`${endpoint}/function/${name}`, { method: 'POST', body: '{}' });
      await response.arrayBuffer();
      return response.headers;
    }),
  );
  const numbers = (header: string): number[] =>
    answers
      .flatMap((headers) => Number(headers.get(header) ?? Number.NaN))
      .filter((one) => !Number.isNaN(one));
  const initMs = numbers('x-faas-init-duration-ms');
  const starts = answers.map((headers) => headers.get('x-faas-start'));
  return {
    coldStarts: starts.filter((start) => start !== null && start !== 'warm').length,
    sentAtMs,
    initMs,
    serviceMs: numbers('x-faas-duration-ms'),
  };
}

function toInstantsMs(arrivals: ArrivalSpec): number[] {
  const schedule = createSchedule(arrivals, seed);
  const instants: number[] = [];
  for (let index = 0; ; index++) {
    const at = schedule.intendedStart(index);
    if (at === undefined) return instants;
    instants.push(toMillis(at));
  }
}

async function listInstances(endpoint: string, name: string): Promise<readonly InstanceRecord[]> {
  const answer = await fetch(`${endpoint}/admin/instances?function=${name}`);
  return ((await answer.json()) as { readonly instances: readonly InstanceRecord[] }).instances;
}

function meanAlive(instances: readonly InstanceRecord[], fromMs: number, toMs: number): number {
  const lives = instances.map(({ requestedAtEpochMs, removedAtEpochMs }) =>
    Math.max(0, Math.min(removedAtEpochMs ?? toMs, toMs) - Math.max(requestedAtEpochMs, fromMs)),
  );
  return lives.reduce((sum, life) => sum + life, 0) / (toMs - fromMs);
}

/** On the policies' time, with the arrivals and the durations that the live platform had. */
function simulateSame(profile: ProfileName, seconds: number, live: Seen): Compared {
  const instants = live.sentAtMs.map((atMs) => leadMs + atMs * timeScale);
  const durationMs = seconds * 1000 * timeScale;
  const simulate = (untilMs: number): readonly RunFigures[] =>
    simulateLoad({
      profile,
      functions: [
        {
          name: 'f',
          memoryMiB: 128,
          service: toLaw(live.serviceMs),
          init: toLaw(live.initMs),
          createArrivals() {
            let next = 0;
            return () => instants[next++];
          },
        },
      ],
      durationMs: untilMs,
      nodesMiB: [Infinity],
      replications,
      createRandom,
    }).runs;
  const runs = simulate(leadMs + durationMs);
  const [lead] = simulate(leadMs);
  const leadInstanceMs = (lead?.meanInstances ?? 0) * leadMs;
  const toMeanInstances = ({ meanInstances }: RunFigures): number =>
    (meanInstances * (leadMs + durationMs) - leadInstanceMs) / durationMs;
  const mean = (of: (run: RunFigures) => number): number =>
    runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  const toColdStarts = (run: RunFigures): number => run.coldShare * run.invocations * (1 - run.refusedShare);
  return { coldStarts: mean(toColdStarts), meanInstances: mean(toMeanInstances) };
}

function toLaw(measuredMs: readonly number[]): DurationLaw {
  return { kind: 'measured', sortedMs: measuredMs.map((ms) => ms * timeScale).toSorted((a, b) => a - b) };
}

function compare(
  bench: BenchContext,
  name: string,
  live: Compared,
  simulated: Compared,
): { readonly live: Compared; readonly simulated: Compared; readonly difference: Compared } {
  const relative = (of: (one: Compared) => number): number =>
    Math.abs(of(live) - of(simulated)) / of(simulated);
  const difference = {
    coldStarts: relative((one) => one.coldStarts),
    meanInstances: relative((one) => one.meanInstances),
  };
  bench.say(
    `  ${name.padEnd(20)} cold ${live.coldStarts} live, ${formatNumber(simulated.coldStarts)} simulated;` +
      ` instances ${formatNumber(live.meanInstances)} live, ${formatNumber(simulated.meanInstances)} simulated`,
  );
  return { live: { coldStarts: live.coldStarts, meanInstances: live.meanInstances }, simulated, difference };
}
