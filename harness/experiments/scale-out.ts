/** Scale-out: how fast does it grow from nothing? Discard idle instances, then N invocations at one instant. */
import type { ExperimentConfig } from '../scenario/scenario.ts';
import type { PlannedPhase } from './planned-phase.ts';

export function planScaleOut(config: Extract<ExperimentConfig, { kind: 'scale-out' }>): PlannedPhase[] {
  return [
    {
      id: `${config.name}/${config.function}`,
      experiment: config.name,
      role: 'measure',
      function: config.function,
      arrivals: { kind: 'burst', count: config.instances },
      repetitions: 1,
      coldBefore: true,
    },
  ];
}
