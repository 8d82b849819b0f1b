/**
 * Cold start: what does a new instance cost? Each sample is forced: idle instances are discarded, then one invocation
 * comes alone, so that it waits for its own instance and for nothing else.
 */
import type { ColdStartExperiment } from '../scenario/scenario.ts';
import type { PlannedPhase } from './planned-phase.ts';

export function planColdStart(config: ColdStartExperiment): PlannedPhase[] {
  return config.functions.map((name) => ({
    id: `${config.name}/${name}`,
    group: `${config.name}/${name}`,
    experiment: config.name,
    role: 'measure',
    function: name,
    load: { model: 'open', arrivals: { kind: 'burst', count: 1 } },
    repetitions: config.samples,
    coldBefore: true,
  }));
}
