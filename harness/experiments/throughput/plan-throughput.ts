/**
 * Throughput, what is sent: callers that never pause, by their number, by our engine; then as many as did best by our
 * engine and by autocannon in turn; then rates that rise past what they got through, on a schedule.
 */
import type { LoadModel } from '../../contract/load-model.ts';
import type { ThroughputExperiment } from '../../scenario/experiment-configs.ts';
import { toCallers } from '../caller.ts';
import type { Observed } from '../experiment.ts';
import { withWarmUp } from '../load/warm-up.ts';
import { type PlannedPhase, toPlannedPhase } from '../planned-phase.ts';
import { toSteps } from './find-knee.ts';
import { ofPart } from './parts.ts';
import { findBest } from './saturation.ts';

/** Of the rate that callers without a pause got through. None is near to that rate: chance would decide on it. */
const steps = [0.25, 0.4, 0.55, 0.7, 0.8, 0.9, 1.1, 1.25, 1.5] as const;
/** In the first of them there may still be instances that start. */
const attempts = 2;

export function planThroughput(config: ThroughputExperiment): PlannedPhase[] {
  const levels = config.concurrency.map((callers) =>
    toPhase(config, `scaling/${callers}`, toCallers(callers, config.forMs), {
      repetitions: config.samples,
      turns: `${config.name}/scaling`,
      engine: 'native',
    }),
  );
  const warmUp = withWarmUp(levels.slice(-1), config.warmUpMs).filter(({ role }) => role === 'warmUp');
  return [...warmUp.map(({ turns: _, ...phase }) => ({ ...phase, repetitions: 1 })), ...levels];
}

export function planNextThroughput(config: ThroughputExperiment, seen: Observed): PlannedPhase[] {
  const best = findBest(seen.phases);
  if (best === undefined) return [];
  if (ofPart(seen.phases, 'engines').length === 0) {
    return (['native', 'autocannon'] as const).map((engine) =>
      toPhase(config, `engines/${engine}`, toCallers(best.concurrency, config.forMs), {
        repetitions: config.samples,
        turns: `${config.name}/engines`,
        engine,
      }),
    );
  }
  const taken = toSteps(seen.phases);
  const share = steps[taken.length];
  // What is beyond the first that was too much would only pile up more.
  if (share === undefined || taken.some((one) => !one.isKeptUp)) return [];
  const ratePerSecond = Math.max(1, Math.round(share * best.throughput));
  const arrivals = { kind: 'constant', ratePerSecond, durationMs: config.forMs } as const;
  const rest = { engine: 'native', repetitions: attempts } as const;
  return [toPhase(config, `steps/${ratePerSecond}`, { model: 'open', arrivals }, rest)];
}

function toPhase(
  { name, function: fn }: ThroughputExperiment,
  part: string,
  load: LoadModel,
  rest: Partial<PlannedPhase>,
): PlannedPhase {
  return toPlannedPhase({ id: `${name}/${part}/${fn}`, experiment: name, function: fn, load, ...rest });
}
