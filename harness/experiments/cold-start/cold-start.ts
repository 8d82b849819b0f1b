/**
 * Cold start: what does a new instance cost, and where does the time go? A forced sample discards the idle instances and
 * then invokes once, so that it waits for its own instance and for nothing else. A natural one waits until the provider
 * has removed the instance by itself: providers may answer those more slowly, from caches that have gone cold as well.
 */
import type { ColdStartExperiment } from '../../scenario/scenario.ts';
import type { Experiment } from '../experiment.ts';
import { type PlannedPhase, toPlannedPhase } from '../planned-phase.ts';
import { analyzeColdStart } from './analyze-cold-start.ts';

export const coldStart: Experiment<ColdStartExperiment> = {
  kind: 'cold-start',
  plan: planColdStart,
  analyze: analyzeColdStart,
};

/** Functions take turns: what drifts while they are measured drifts for all of them. */
function planColdStart({
  name: experiment,
  functions,
  samples,
  natural,
}: ColdStartExperiment): PlannedPhase[] {
  const one = { model: 'open', arrivals: { kind: 'burst', count: 1 } } as const;
  const forced = functions.map((name) =>
    toPlannedPhase({
      id: `${experiment}/${name}`,
      experiment,
      function: name,
      load: one,
      repetitions: samples,
      before: { kind: 'discardInstances' },
      turns: experiment,
    }),
  );
  if (natural === undefined) return forced;
  const waited = functions.map((name) =>
    toPlannedPhase({
      id: `${experiment}/${name}/natural`,
      experiment,
      function: name,
      load: one,
      repetitions: natural.samples,
      before: { kind: 'idle', forMs: natural.idleMs },
      // While one is measured the others wait already.
      turns: `${experiment}/natural`,
    }),
  );
  return [...forced, ...waited];
}
