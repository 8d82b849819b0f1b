/** Loads of several functions through one policy profile, as often as wanted, and what came of it. */
import { meters } from '../metering/meter.ts';
import { createProfile, type ProfileName } from '../policies/profiles/registry.ts';
import type { ProfileOptions } from '../policies/profiles/options.ts';
import type { FleetPolicies, FleetSeen, Refusal } from '../policies/profile-parts.ts';
import type { PolicyProfile } from '../policies/profile.ts';
import type { DurationLaw, Random } from './durations.ts';
import { simulate, type SimulationResult } from './simulate.ts';
import type { StartState } from './start-state.ts';
import type { UseListener } from './use-watch.ts';
import { toRunFigures, type RunFigures } from './run-figures.ts';
import { createTimeline, type SimulatedTimeline } from './simulated-timeline.ts';

export interface LoadedFunction {
  readonly name: string;
  /** What it is part of, where a platform scales that as a whole. Default: itself. */
  readonly app?: string;
  readonly memoryMiB: number;
  readonly service: DurationLaw;
  readonly init: DurationLaw;
  readonly prewarmedInit?: DurationLaw;
  readonly startState?: StartState;
  /** Instants of its invocations, as {@link SimulatedFunction.next}; made anew for each run. */
  createArrivals(run: number): () => number | undefined;
  /** Told what its instances do; made anew for each run. Default: nobody is. */
  createListener?(run: number): UseListener;
}

export interface SimulatedLoad {
  readonly profile: ProfileName;
  readonly options?: ProfileOptions;
  readonly functions: readonly LoadedFunction[];
  readonly durationMs: number;
  readonly nodesMiB: readonly number[];
  /** For the routing `hermod`. Default: Infinity. */
  readonly coresPerNode?: number;
  /** Independent runs, numbered from 0. */
  readonly replications: number;
  /** A source of numbers for each run. */
  createRandom(run: number): Random;
  /** Points of the picture over time. Default: 200. */
  readonly points?: number;
}

export interface LoadResult {
  readonly profile: PolicyProfile;
  readonly runs: readonly RunFigures[];
  /** Of the first run. */
  readonly timeline: SimulatedTimeline;
}

const defaultPoints = 200;

/** @throws PlatformError `INVALID_OPTION` for an option of the profile. */
export function simulateLoad(load: SimulatedLoad): LoadResult {
  let timeline: SimulatedTimeline | undefined;
  const runs: RunFigures[] = [];
  for (let run = 0; run < load.replications; run++) {
    // A profile remembers what all functions share: each run has its own.
    const sampler = createTimeline(load.durationMs / (load.points ?? defaultPoints));
    const result = simulateOnce(load, run, sampler);
    timeline ??= sampler.timeline;
    runs.push(toRunFigures(result, load.durationMs));
  }
  const profile = createProfile(load.profile, load.options);
  return { profile, runs, timeline: timeline ?? { everyMs: 0, instances: [], arrivals: [] } };
}

function simulateOnce(
  load: SimulatedLoad,
  run: number,
  sampler: ReturnType<typeof createTimeline>,
): SimulationResult {
  const profile = createProfile(load.profile, load.options);
  const { accountConcurrency } = profile.admission;
  return simulate({
    functions: toUnits(load.functions, profile).map(([source, ...others]) => ({
      ...source,
      next: source.createArrivals(run),
      others: others.map((one) => ({ service: one.service, next: one.createArrivals(run) })),
      ...(source.createListener === undefined ? {} : { listener: source.createListener(run) }),
      meter: meters[profile.meter],
      createPolicies: () => {
        const policies = profile.forFunction(0, source)();
        return limitAccount(policies, accountConcurrency);
      },
    })),
    cluster: { nodesMiB: load.nodesMiB, coresPerNode: load.coresPerNode ?? Infinity, ...profile.placement },
    durationMs: load.durationMs,
    random: load.createRandom(run),
    sampler,
  });
}

type Unit = readonly [LoadedFunction, ...LoadedFunction[]];

/** Functions that a platform scales together run on the same instances, with the memory of the largest. */
function toUnits(functions: readonly LoadedFunction[], { toScaleUnit }: PolicyProfile): readonly Unit[] {
  if (toScaleUnit === undefined) return functions.map((one) => [one]);
  const units = new Map<string, [LoadedFunction, ...LoadedFunction[]]>();
  for (const one of functions) {
    const name = toScaleUnit({ name: one.name, app: one.app ?? one.name });
    const unit = units.get(name);
    if (unit === undefined) units.set(name, [one]);
    else unit.push(one);
  }
  return Array.from(units, ([name, [first, ...others]]) => {
    const memoryMiB = Math.max(first.memoryMiB, ...others.map((one) => one.memoryMiB));
    return [{ ...first, name, memoryMiB }, ...others];
  });
}

const crowded: Refusal = { kind: 'refuse', reason: 'ConcurrentInvocationLimitExceeded', status: 429 };

/** What the platform's dispatcher does before any function's own policies are asked. */
function limitAccount(policies: FleetPolicies, most: number): FleetPolicies {
  const { admission } = policies;
  const decide = (seen: FleetSeen): Refusal | undefined =>
    seen.accountInFlight >= most ? crowded : admission.decide(seen);
  return { ...policies, admission: { decide } };
}
