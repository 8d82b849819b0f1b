/** Mix: several functions at once, each with its load or with its share of one. */
import type { MixExperiment } from '../../scenario/scenario.ts';
import type { Experiment } from '../experiment.ts';
import { type PlannedPhase, toPlannedPhase } from '../planned-phase.ts';
import { analyzeLoad } from './analyze-load.ts';
import { withWarmUp } from './warm-up.ts';

export const mix: Experiment<MixExperiment> = { kind: 'mix', plan: planMix, analyze: analyzeLoad };

function planMix({ name: experiment, parts, warmUpMs }: MixExperiment): PlannedPhase[] {
  const measured = parts.map(({ function: name, load }) =>
    toPlannedPhase({ id: `${experiment}/${name}`, group: experiment, experiment, function: name, load }),
  );
  return withWarmUp(measured, warmUpMs);
}
