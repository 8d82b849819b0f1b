/** Mix: several functions at once, each with its load or with its share of one. */
import type { MixExperiment } from '../scenario/scenario.ts';
import type { PlannedPhase } from './planned-phase.ts';
import { withWarmUp } from './warm-up.ts';

export function planMix({ name: experiment, parts, warmUpMs }: MixExperiment): PlannedPhase[] {
  const measured = parts.map(({ function: name, load }): PlannedPhase => ({
    id: `${experiment}/${name}`,
    group: experiment,
    experiment,
    role: 'measure',
    function: name,
    load,
    repetitions: 1,
    coldBefore: false,
  }));
  return withWarmUp(measured, warmUpMs);
}
