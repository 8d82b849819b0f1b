/**
 * Keep-alive: how long does an idle instance live? So many invocations at once occupy as many instances; after a time
 * without any, so many again show by their identity which of them are left. Before each silence all are used once more,
 * so that they become idle together.
 */
import type { KeepAliveExperiment } from '../../scenario/scenario.ts';
import type { Experiment, Observed } from '../experiment.ts';
import { type PlannedPhase, toPlannedPhase } from '../planned-phase.ts';
import { analyzeKeepAlive } from './analyze-keep-alive.ts';
import { chooseSilence } from './next-silence.ts';
import { toSilences } from './observations.ts';

export const keepAlive: Experiment<KeepAliveExperiment> = {
  kind: 'keep-alive',
  toleratesLateness: true,
  plan: (config) => [toBurst(config, 'fill'), ...toStep(config, 1, config.shortestMs)],
  next: planNext,
  analyze: analyzeKeepAlive,
};

function planNext(config: KeepAliveExperiment, seen: Observed): PlannedPhase[] {
  const forMs = chooseSilence(toSilences(seen), config);
  const played = seen.phases.filter(({ phase }) => phase.before.kind === 'idle').length;
  const step = Math.floor(played / config.samples) + 1;
  // Where nobody tells which instance ran, more silences would tell no more.
  const isBlind = toSilences(seen).length === 0;
  return forMs === undefined || isBlind ? [] : toStep(config, step, forMs);
}

function toStep(config: KeepAliveExperiment, step: number, forMs: number): PlannedPhase[] {
  return Array.from({ length: config.samples }, (_, sample) => {
    const name = config.samples === 1 ? String(step) : `${step}-${sample + 1}`;
    return [toBurst(config, `${name}/use`), toBurst(config, name, { kind: 'idle', forMs })];
  }).flat();
}

function toBurst(
  { name, function: fn, pool }: KeepAliveExperiment,
  part: string,
  before: PlannedPhase['before'] = { kind: 'nothing' },
): PlannedPhase {
  return toPlannedPhase({
    id: `${name}/${fn}/${part}`,
    experiment: name,
    function: fn,
    load: { model: 'open', arrivals: { kind: 'burst', count: pool } },
    before,
  });
}
