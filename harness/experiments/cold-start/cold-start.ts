/**
 * Cold start: what does a new instance cost? Each sample is forced: idle instances are discarded, then one invocation
 * comes alone, so that it waits for its own instance and for nothing else.
 */
import { leastBoundedSample } from '../../analyze/distribution.ts';
import { toResponseTimes } from '../../analyze/times.ts';
import type { Finding } from '../../contract/finding.ts';
import { formatDuration } from '../../report/format.ts';
import type { ColdStartExperiment } from '../../scenario/scenario.ts';
import type { Experiment, Observed } from '../experiment.ts';
import { answered, inconclusive, isBounded, toTimeFigures } from '../finding-parts.ts';
import { type PlannedPhase, toPlannedPhase } from '../planned-phase.ts';

export const coldStart: Experiment<ColdStartExperiment> = {
  kind: 'cold-start',
  plan: planColdStart,
  analyze: analyzeColdStart,
};

function planColdStart(config: ColdStartExperiment): PlannedPhase[] {
  return config.functions.map((name) =>
    toPlannedPhase({
      id: `${config.name}/${name}`,
      experiment: config.name,
      function: name,
      load: { model: 'open', arrivals: { kind: 'burst', count: 1 } },
      repetitions: config.samples,
      before: { kind: 'discardInstances' },
    }),
  );
}

function analyzeColdStart({ name, kind }: ColdStartExperiment, { phases }: Observed): Finding {
  const starts = phases.map(({ phase, invocations }) => ({
    name: phase.function,
    times: toResponseTimes(invocations.filter((one) => one.start === 'cold')),
  }));
  const worst = Math.min(...starts.map(({ times }) => times.n));
  const sentences = starts.flatMap(({ name: fn, times: { p50 } }) =>
    isBounded(p50)
      ? [`${fn} ${formatDuration(p50.value)} (${formatDuration(p50.low)} to ${formatDuration(p50.high)})`]
      : [],
  );
  return {
    experiment: name,
    kind,
    question: 'What does a new instance cost, and where does the time go?',
    conclusion:
      sentences.length === starts.length
        ? answered(`A cold start takes, in the median: ${sentences.join(', ')}.`)
        : inconclusive('Too few cold starts for an interval.', leastBoundedSample(0.5) - worst),
    figures: starts.flatMap(({ name: fn, times }) => toTimeFigures(fn, `${fn}, response time`, times)),
    tables: [],
    charts: [],
    notes: [],
  };
}
