/** From a scenario to the phases of its run: everything that will be sent, decided before anything is. */
import type { Phase } from '../contract/sink.ts';
import type { ExperimentConfig, Scenario } from '../scenario/scenario.ts';
import { planColdStart } from './cold-start.ts';
import { planLoad } from './load.ts';
import { deriveSeed } from './seeds.ts';
import type { PlannedPhase } from './planned-phase.ts';
import { planScaleOut } from './scale-out.ts';

/**
 * Every function is invoked once first: one that does not work is found before an hour of load, not after.
 *
 * @param available - the functions that were deployed; phases of others are left out.
 */
export function planPhases(scenario: Scenario, available: readonly string[]): Phase[] {
  const checks = available.map(planCheck);
  const measured = scenario.experiments
    .flatMap(planExperiment)
    .filter((phase) => available.includes(phase.function));
  return [...checks, ...measured].map((phase) => ({ ...phase, seed: deriveSeed(scenario.seed, phase.id) }));
}

/** Role of the phases that only find out whether a function works. */
export const checkExperiment = 'check';

function planCheck(name: string): PlannedPhase {
  return {
    id: `${checkExperiment}/${name}`,
    experiment: checkExperiment,
    role: 'warmUp',
    function: name,
    arrivals: { kind: 'burst', count: 1 },
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
  }
}
