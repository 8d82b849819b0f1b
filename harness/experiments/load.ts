/** Load: how does it behave under this traffic? Each function for itself. */
import type { LoadExperiment } from '../scenario/scenario.ts';
import type { PlannedPhase } from './planned-phase.ts';
import { withWarmUp } from './warm-up.ts';

export function planLoad({ name: experiment, functions, load, warmUpMs }: LoadExperiment): PlannedPhase[] {
  return functions.flatMap((name) => {
    const id = `${experiment}/${name}`;
    const measured = { id, group: id, experiment, role: 'measure', function: name, load } as const;
    return withWarmUp([{ ...measured, repetitions: 1, coldBefore: false }], warmUpMs);
  });
}
