/** The same load, shorter and before the measurement: caches, connections and instances are then as they will be. */
import type { LoadModel } from '../../contract/load-model.ts';
import type { Millis } from '../../contract/units.ts';
import type { PlannedPhase } from '../planned-phase.ts';

/** @param measured - one group. */
export function withWarmUp(measured: readonly PlannedPhase[], warmUpMs: Millis): PlannedPhase[] {
  if (warmUpMs === 0) return [...measured];
  const warmUp = measured.map((phase): PlannedPhase => ({
    ...phase,
    id: `${phase.id}/warm-up`,
    group: `${phase.group}/warm-up`,
    role: 'warmUp',
    load: shorten(phase.load, warmUpMs),
  }));
  return [...warmUp, ...measured];
}

function shorten(load: LoadModel, durationMs: Millis): LoadModel {
  if (load.model === 'open') {
    return { model: 'open', arrivals: { kind: 'limit', of: load.arrivals, durationMs } };
  }
  const [first] = load.stages;
  return first === undefined ? load : { ...load, stages: [{ ...first, durationMs }] };
}
