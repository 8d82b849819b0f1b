/** Load: how does it behave under this traffic? Each function for itself. */
import type { LoadExperiment } from '../../scenario/scenario.ts';
import type { Experiment } from '../experiment.ts';
import { type PlannedPhase, toPlannedPhase } from '../planned-phase.ts';
import { analyzeLoad } from './analyze-load.ts';
import { withWarmUp } from './warm-up.ts';

export const load: Experiment<LoadExperiment & { readonly kind: 'load' }> = {
  kind: 'load',
  plan: planLoad,
  analyze: analyzeLoad,
};

export function planLoad({
  name: experiment,
  functions,
  load: model,
  warmUpMs,
}: LoadExperiment): PlannedPhase[] {
  return functions.flatMap((name) =>
    withWarmUp(
      [toPlannedPhase({ id: `${experiment}/${name}`, experiment, function: name, load: model })],
      warmUpMs,
    ),
  );
}
