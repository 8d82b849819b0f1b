/** The parts of the throughput experiment, told apart by the ids of their phases: `NAME/PART/...`. */
import type { MeasuredPhase } from '../../analyze/measured.ts';

export type Part = 'scaling' | 'engines' | 'steps';

export function ofPart(phases: readonly MeasuredPhase[], part: Part): MeasuredPhase[] {
  return phases.filter(({ phase }) => phase.id.startsWith(`${phase.experiment}/${part}/`));
}
