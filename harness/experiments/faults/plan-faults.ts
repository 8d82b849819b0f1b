/**
 * Faults, what is sent: invocations that are waited for while instances are killed, then events that nobody waits for, and
 * then nothing until their retries are over.
 */
import type { FaultsExperiment } from '../../scenario/experiment-configs.ts';
import { type PlannedPhase, toPlannedPhase } from '../planned-phase.ts';

export type Mode = FaultsExperiment['modes'][number];

export function planFaults(config: FaultsExperiment): PlannedPhase[] {
  const { name, modes, forMs, killEveryMs, settleMs, warmUpMs } = config;
  const warmUp = toPhase(config, 'sync', warmUpMs, {
    id: `${name}/warm-up`,
    group: `${name}/warm-up`,
    role: 'warmUp',
  });
  const settle: PlannedPhase = {
    ...warmUp,
    id: `${name}/settle`,
    group: `${name}/settle`,
    load: { model: 'open', arrivals: { kind: 'burst', count: 1 } },
    before: { kind: 'idle', forMs: settleMs },
  };
  return [
    ...(warmUpMs === 0 ? [] : [warmUp]),
    ...modes.map((mode) =>
      toPhase(config, mode, forMs, { during: { kind: 'killInstances', everyMs: killEveryMs } }),
    ),
    ...(modes.includes('async') ? [settle] : []),
  ];
}

function toPhase(
  { name, function: fn, ratePerSecond, holdMs }: FaultsExperiment,
  mode: Mode,
  durationMs: number,
  rest: Partial<PlannedPhase>,
): PlannedPhase {
  return toPlannedPhase({
    id: `${name}/${mode}`,
    experiment: name,
    function: fn,
    load: { model: 'open', arrivals: { kind: 'poisson', ratePerSecond, durationMs } },
    event: { kind: 'ledger', holdMs },
    ...(mode === 'async' ? { isAsync: true } : {}),
    ...rest,
  });
}
