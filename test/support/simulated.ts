/** A function on the plainest platform, simulated: what comes of it, as plain figures. */
import { createRandom } from '../../harness/contract/seeded-random.ts';
import {
  createFixedLifetimePolicies,
  type FixedLifetimeOptions,
} from '../../platform/policies/fixed-lifetime.ts';
import type { DurationLaw } from '../../platform/simulation/durations.ts';
import { simulate } from '../../platform/simulation/simulate.ts';
import type { StartState } from '../../platform/simulation/start-state.ts';

/** Plain data, so that another thread can be given it. */
export interface SimulatedLoad extends FixedLifetimeOptions {
  readonly ratePerSecond?: number;
  /** Instead of a rate: a fixed distance. */
  readonly gapMs?: number;
  readonly warm: DurationLaw;
  readonly cold?: DurationLaw;
  readonly seconds: number;
  readonly startState?: StartState;
  readonly seed?: number;
  /** So many runs, of which everything is added up. Default: 1. */
  readonly runs?: number;
}

export interface SimulatedFigures {
  readonly arrivals: number;
  readonly coldStarts: number;
  readonly removed: number;
  readonly coldProbability: number;
  readonly refusedShare: number;
  readonly meanInstances: number;
  readonly meanBusy: number;
  readonly mostInstances: number;
  readonly meanResponseMs: number;
  /** Of those that are gone. */
  readonly meanLifeMs: number;
  /** Milliseconds with n instances. */
  readonly timeAtCount: readonly number[];
}

export const exponential = (meanMs: number): DurationLaw => ({ kind: 'exponential', meanMs });

export function runSimulated(load: SimulatedLoad): SimulatedFigures {
  const { runs = 1 } = load;
  const all = Array.from({ length: runs }, (_, run) => runOnce(load, (load.seed ?? 1) + run));
  const sum = (pick: (one: (typeof all)[number]) => number): number =>
    all.reduce((total, one) => total + pick(one), 0);
  const arrivals = sum(({ tally }) => tally.arrivals);
  const coldStarts = sum(({ tally }) => tally.starts.cold);
  const removed = sum(({ tally }) => tally.removed);
  const allMs = load.seconds * 1000 * runs;
  const instanceMs = sum(({ tally }) => tally.instanceMs);
  return {
    arrivals,
    coldStarts,
    removed,
    coldProbability: coldStarts / arrivals,
    refusedShare: sum(({ tally }) => [...tally.refused.values()].reduce((a, b) => a + b, 0)) / arrivals,
    meanInstances: instanceMs / allMs,
    meanBusy: (instanceMs - sum(({ tally }) => tally.idleMs)) / allMs,
    mostInstances: Math.max(...all.map(({ presence }) => presence.most)),
    meanResponseMs: sum(({ tally }) => tally.response.meanMs) / runs,
    meanLifeMs: sum(({ tally }) => tally.lifeMs) / removed,
    timeAtCount: all[0]?.presence.timeAtCount ?? [],
  };
}

function runOnce(
  load: SimulatedLoad,
  seed: number,
): Pick<ReturnType<typeof simulate>, 'presence'> & {
  readonly tally: ReturnType<typeof simulate>['functions'][number]['tally'];
} {
  const random = createRandom(seed);
  let atMs = load.gapMs === undefined ? 0 : -load.gapMs;
  const next = (): number =>
    (atMs += load.gapMs ?? (-Math.log(1 - random()) / (load.ratePerSecond ?? 1)) * 1000);
  const { functions, presence } = simulate({
    functions: [
      {
        name: 'f',
        next,
        memoryMiB: 128,
        service: load.warm,
        init: { kind: 'constant', ms: 0 },
        firstService: load.cold ?? load.warm,
        ...(load.startState === undefined ? {} : { startState: load.startState }),
        createPolicies: () => createFixedLifetimePolicies(load),
      },
    ],
    cluster: { nodesMiB: [Infinity], choice: 'firstFit', evicts: false },
    durationMs: load.seconds * 1000,
    random,
  });
  const [simulated] = functions;
  if (simulated === undefined) throw new Error('nothing was simulated');
  return { tally: simulated.tally, presence };
}
