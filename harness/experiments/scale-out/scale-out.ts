/** Scale-out: how fast does it grow from nothing? Idle instances are discarded before every repetition. */
import type { ArrivalSpec } from '../../contract/arrivals.ts';
import type { ScaleOutDemand, ScaleOutExperiment } from '../../scenario/scenario.ts';
import type { Experiment } from '../experiment.ts';
import { type PlannedPhase, toPlannedPhase } from '../planned-phase.ts';
import { analyzeScaleOut } from './analyze-scale-out.ts';

export const scaleOut: Experiment<ScaleOutExperiment> = {
  kind: 'scale-out',
  plan: planScaleOut,
  analyze: analyzeScaleOut,
};

function planScaleOut({ name, function: fn, demand, samples }: ScaleOutExperiment): PlannedPhase[] {
  return [
    toPlannedPhase({
      id: `${name}/${fn}`,
      experiment: name,
      function: fn,
      load: { model: 'open', arrivals: toArrivals(demand) },
      repetitions: samples,
      before: { kind: 'discardInstances' },
    }),
  ];
}

function toArrivals(demand: ScaleOutDemand): ArrivalSpec {
  switch (demand.kind) {
    case 'burst':
      return { kind: 'burst', count: demand.instances };
    case 'step':
      return { kind: 'constant', ratePerSecond: demand.ratePerSecond, durationMs: demand.durationMs };
    case 'ramp':
      return {
        kind: 'ramp',
        fromPerSecond: 0,
        toPerSecond: demand.ratePerSecond,
        durationMs: demand.durationMs,
        spacing: 'even',
      };
  }
}
