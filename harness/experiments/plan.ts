/** From a scenario to the phases of its run: everything that is known to be sent, decided before anything is. */
import type { LoadModel } from '../contract/load-model.ts';
import type { Phase } from '../contract/phase.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { deriveSeed } from './seeds.ts';
import { type PlannedPhase, toPlannedPhase } from './planned-phase.ts';
import { type CreateSchedule, toPlannedLoad } from './planned-load.ts';
import { type BoundExperiment, bindExperiment } from './registry.ts';

export interface RunPlan {
  /** Every function is invoked once first: one that does not work is found before an hour of load, not after. */
  readonly checks: readonly Phase[];
  readonly experiments: readonly PlannedExperiment[];
  /** Makes phases of what an experiment plans while the run lasts. */
  readonly complete: CompletePhases;
}

interface PlannedExperiment {
  readonly experiment: BoundExperiment;
  readonly phases: readonly Phase[];
}

type CompletePhases = (planned: readonly PlannedPhase[]) => Phase[];

/** @param available - the functions that were deployed; phases of others are left out. */
export function planRun(
  { seed, experiments }: Scenario,
  available: readonly string[],
  createSchedule: CreateSchedule,
): RunPlan {
  const complete: CompletePhases = (planned) =>
    planned
      .filter((phase) => available.includes(phase.function) && !isAlone(phase, planned, available))
      .map((phase) => {
        const own = deriveSeed(seed, toShared(phase.load) ?? phase.id);
        return { ...phase, seed: own, planned: toPlannedLoad(phase.load, own, createSchedule) };
      });
  return {
    checks: complete(available.map(planCheck)),
    experiments: experiments.map((config) => {
      const experiment = bindExperiment(config);
      return { experiment, phases: complete(experiment.plan()) };
    }),
    complete,
  };
}

/** What only keeps a measured phase company is not played without it. */
function isAlone(
  { role, group }: PlannedPhase,
  planned: readonly PlannedPhase[],
  available: readonly string[],
): boolean {
  if (role === 'measure') return false;
  const measured = planned.filter((other) => other.group === group && other.role === 'measure');
  return measured.length > 0 && !measured.some((other) => available.includes(other.function));
}

/** In the order in which they are played. */
export function toPhases({ checks, experiments }: RunPlan): Phase[] {
  return [...checks, ...experiments.flatMap(({ phases }) => phases)];
}

/** What shares of one load have in common: they are drawn from one seed, and only so add up to the whole. */
function toShared(load: LoadModel): string | undefined {
  if (load.model !== 'open') return undefined;
  let { arrivals } = load;
  while (arrivals.kind === 'limit' || arrivals.kind === 'scale') arrivals = arrivals.of;
  return arrivals.kind === 'share' ? JSON.stringify([arrivals.of, arrivals.weights]) : undefined;
}

/** The experiment of the phases that only find out whether a function works. */
export const checkExperiment = 'check';

function planCheck(name: string): PlannedPhase {
  return toPlannedPhase({
    id: `${checkExperiment}/${name}`,
    experiment: checkExperiment,
    role: 'warmUp',
    function: name,
    load: { model: 'open', arrivals: { kind: 'burst', count: 1 } },
  });
}
