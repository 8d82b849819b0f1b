/**
 * Cold start: what does a new instance cost? Each sample is forced: idle instances are discarded, then one invocation
 * comes alone, so that it waits for its own instance and for nothing else.
 */
import type { ExperimentConfig } from '../scenario/scenario.ts';
import type { PlannedPhase } from './planned-phase.ts';

export function planColdStart(config: Extract<ExperimentConfig, { kind: 'cold-start' }>): PlannedPhase[] {
  return config.functions.map((name) => ({
    id: `${config.name}/${name}`,
    experiment: config.name,
    role: 'measure',
    function: name,
    arrivals: { kind: 'burst', count: 1 },
    repetitions: config.samples,
    coldBefore: true,
  }));
}
