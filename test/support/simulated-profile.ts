/** One function under a load of one's own, on any profile. */
import type { ProfileOptions } from '../../platform/policies/profiles/options.ts';
import type { ProfileName } from '../../platform/policies/profiles/registry.ts';
import type { DurationLaw } from '../../platform/simulation/durations.ts';
import { type LoadResult, simulateLoad } from '../../platform/simulation/simulate-load.ts';
import { createRandom } from '../../harness/contract/seeded-random.ts';

export interface ProfileLoad {
  readonly profile: ProfileName;
  readonly options?: ProfileOptions;
  /** Instants of the invocations, rising. */
  readonly atMs: readonly number[];
  /** Of each function, instead. */
  readonly arrivals?: readonly (readonly number[])[];
  readonly serviceMs?: number;
  readonly service?: DurationLaw;
  readonly initMs?: number;
  readonly durationMs: number;
  readonly memoryMiB?: number;
  readonly nodesMiB?: readonly number[];
  readonly functions?: number;
  readonly points?: number;
}

export function runProfile(load: ProfileLoad): LoadResult {
  const { profile, options, atMs, durationMs, serviceMs = 100, initMs = 500, memoryMiB = 128 } = load;
  const { functions = 1, nodesMiB = [Infinity], service = { kind: 'constant', ms: serviceMs } } = load;
  return simulateLoad({
    profile,
    ...(options === undefined ? {} : { options }),
    functions: Array.from({ length: functions }, (_, index) => ({
      name: `f${index}`,
      memoryMiB,
      service,
      init: { kind: 'constant', ms: initMs },
      createArrivals() {
        let next = 0;
        const own = load.arrivals?.[index] ?? atMs;
        return () => own[next++];
      },
    })),
    durationMs,
    nodesMiB,
    replications: 1,
    createRandom,
    points: load.points ?? 100,
  });
}

/** @returns instants at a fixed distance, from 0 on. */
export function evenly(count: number, everyMs: number, fromMs: number = 0): number[] {
  return Array.from({ length: count }, (_, index) => fromMs + index * everyMs);
}
