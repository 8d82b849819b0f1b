/** Scale-out: how fast does it grow from nothing? Discard idle instances, then N invocations at one instant. */
import type { ScaleOutExperiment } from '../scenario/scenario.ts';
import type { PlannedPhase } from './planned-phase.ts';

export function planScaleOut(config: ScaleOutExperiment): PlannedPhase[] {
  return [
    {
      id: `${config.name}/${config.function}`,
      group: `${config.name}/${config.function}`,
      experiment: config.name,
      role: 'measure',
      function: config.function,
      load: { model: 'open', arrivals: { kind: 'burst', count: config.instances } },
      repetitions: 1,
      coldBefore: true,
    },
  ];
}
