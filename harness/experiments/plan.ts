/** From a scenario to the phases of its run: everything that will be sent, decided before anything is. */
import type { Phase } from '../contract/phase.ts';
import type { ExperimentConfig, Scenario } from '../scenario/scenario.ts';
import { planColdStart } from './cold-start.ts';
import { planLoad } from './load.ts';
import { planMix } from './mix.ts';
import { deriveSeed } from './seeds.ts';
import type { PlannedPhase } from './planned-phase.ts';
import { type CreateSchedule, toPlannedLoad } from './planned-load.ts';
import { planScaleOut } from './scale-out.ts';

/**
 * Every function is invoked once first: one that does not work is found before an hour of load, not after.
 *
 * @param available - the functions that were deployed; phases of others are left out.
 */
export function planPhases(
  scenario: Scenario,
  available: readonly string[],
  createSchedule: CreateSchedule,
): Phase[] {
  const checks = available.map(planCheck);
  const measured = scenario.experiments
    .flatMap(planExperiment)
    .filter((phase) => available.includes(phase.function));
  return [...checks, ...measured].map((phase) => {
    const seed = deriveSeed(scenario.seed, isShare(phase) ? phase.group : phase.id);
    return { ...phase, seed, planned: toPlannedLoad(phase.load, seed, createSchedule) };
  });
}

/** The shares of one load are drawn from one seed: only so do they add up to the whole. */
function isShare({ load }: PlannedPhase): boolean {
  if (load.model !== 'open') return false;
  const { arrivals } = load;
  return arrivals.kind === 'share' || (arrivals.kind === 'limit' && arrivals.of.kind === 'share');
}

/** Role of the phases that only find out whether a function works. */
export const checkExperiment = 'check';

function planCheck(name: string): PlannedPhase {
  return {
    id: `${checkExperiment}/${name}`,
    group: `${checkExperiment}/${name}`,
    experiment: checkExperiment,
    role: 'warmUp',
    function: name,
    load: { model: 'open', arrivals: { kind: 'burst', count: 1 } },
    repetitions: 1,
    coldBefore: false,
  };
}

function planExperiment(config: ExperimentConfig): PlannedPhase[] {
  switch (config.kind) {
    case 'cold-start':
      return planColdStart(config);
    case 'scale-out':
      return planScaleOut(config);
    case 'load':
      return planLoad(config);
    case 'mix':
      return planMix(config);
  }
}
