/** Load: how does it behave under this traffic? The same arrivals first as warm-up, then measured. */
import type { ExperimentConfig } from '../scenario/scenario.ts';
import type { PlannedPhase } from './planned-phase.ts';

export function planLoad(config: Extract<ExperimentConfig, { kind: 'load' }>): PlannedPhase[] {
  return config.functions.flatMap((name) => {
    const phase = { experiment: config.name, function: name, repetitions: 1, coldBefore: false };
    const measure: PlannedPhase = {
      ...phase,
      id: `${config.name}/${name}`,
      role: 'measure',
      arrivals: config.arrivals,
    };
    if (config.warmUpMs === 0) return [measure];
    const warmUp: PlannedPhase = {
      ...phase,
      id: `${config.name}/${name}/warm-up`,
      role: 'warmUp',
      arrivals: { ...config.arrivals, durationMs: config.warmUpMs },
    };
    return [warmUp, measure];
  });
}
