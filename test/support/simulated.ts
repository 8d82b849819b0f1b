/** One simulated function under independent arrivals, as the published tables have it. */
import {
  createFixedLifetimePolicies,
  type FixedLifetimeOptions,
} from '../../platform/policies/fixed-lifetime.ts';
import type { DurationLaw } from '../../platform/simulation/durations.ts';
import { simulate } from '../../platform/simulation/simulate.ts';
import type { Tally } from '../../platform/simulation/tally.ts';
import { createRandom } from '../../harness/contract/seeded-random.ts';

export interface SimulatedLoad extends FixedLifetimeOptions {
  readonly ratePerSecond?: number;
  /** Instead of a rate: a fixed distance. */
  readonly gapMs?: number;
  readonly warm: DurationLaw;
  readonly cold?: DurationLaw;
  readonly seconds: number;
  readonly seed?: number;
}

export interface SimulatedFigures {
  readonly tally: Tally;
  readonly timeAtCount: readonly number[];
  readonly coldProbability: number;
  readonly refusedShare: number;
  readonly meanInstances: number;
  readonly meanBusy: number;
}

export const exponential = (meanMs: number): DurationLaw => ({ kind: 'exponential', meanMs });

export function runSimulated(load: SimulatedLoad): SimulatedFigures {
  const random = createRandom(load.seed ?? 1);
  const durationMs = load.seconds * 1000;
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
        createPolicies: () => createFixedLifetimePolicies(load),
      },
    ],
    cluster: { nodesMiB: [Infinity], choice: 'firstFit', evicts: false },
    durationMs,
    random,
  });
  const [simulated] = functions;
  if (simulated === undefined) throw new Error('nothing was simulated');
  const { tally } = simulated;
  const refused = [...tally.refused.values()].reduce((sum, count) => sum + count, 0);
  return {
    tally,
    timeAtCount: presence.timeAtCount,
    coldProbability: tally.starts.cold / tally.arrivals,
    refusedShare: refused / tally.arrivals,
    meanInstances: tally.instanceMs / durationMs,
    meanBusy: (tally.instanceMs - tally.idleMs) / durationMs,
  };
}
