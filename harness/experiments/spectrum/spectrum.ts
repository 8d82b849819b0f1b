/**
 * The spectrum: what does each level of isolation cost? The same function at every level that this machine can run: forced
 * cold starts in turn, then one caller alone, then the same caller beside a neighbour that keeps the processor busy.
 */
import type { LoadModel } from '../../contract/load-model.ts';
import type { Millis } from '../../contract/units.ts';
import type { SpectrumExperiment } from '../../scenario/scenario.ts';
import type { Experiment } from '../experiment.ts';
import { type PlannedPhase, toPlannedPhase } from '../planned-phase.ts';
import { analyzeSpectrum } from './analyze-spectrum.ts';

export const spectrum: Experiment<SpectrumExperiment> = {
  kind: 'spectrum',
  plan: planSpectrum,
  analyze: analyzeSpectrum,
};

/** As many callers of the neighbour as keep the processors of a small machine busy. */
const neighbourCallers = 2;
/** So that a caller does not saturate what it measures. */
const thinkTimeMs = 5;

function planSpectrum(config: SpectrumExperiment): PlannedPhase[] {
  const { name: experiment, levels, neighbour, samples, warmMs } = config;
  const cold = levels.map(({ function: fn }) =>
    toPlannedPhase({
      id: `${experiment}/${fn}/cold`,
      experiment,
      function: fn,
      load: { model: 'open', arrivals: { kind: 'burst', count: 1 } },
      repetitions: samples,
      before: { kind: 'discardInstances' },
      turns: `${experiment}/cold`,
    }),
  );
  const warm = levels.flatMap(({ function: fn }): PlannedPhase[] => {
    const alone = { experiment, function: fn, load: toCallers(1, warmMs, thinkTimeMs) };
    const group = `${experiment}/${fn}/beside`;
    return [
      toPlannedPhase({ ...alone, id: `${experiment}/${fn}/alone` }),
      toPlannedPhase({ ...alone, id: group, group }),
      toPlannedPhase({
        id: `${group}/neighbour`,
        group,
        experiment,
        role: 'warmUp',
        function: neighbour,
        load: toCallers(neighbourCallers, warmMs, 0),
      }),
    ];
  });
  return [...cold, ...warm];
}

function toCallers(callers: number, durationMs: Millis, think: Millis): LoadModel {
  const stages = [{ fromConcurrency: callers, toConcurrency: callers, durationMs }];
  return { model: 'closed', stages, thinkTimeMs: think };
}
