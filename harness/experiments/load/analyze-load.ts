/** What a load comes to: the times that its callers wait. The summary of the run has the rest. */
import { leastBoundedSample } from '../../analyze/distribution.ts';
import { toResponseTimes } from '../../analyze/times.ts';
import type { Finding } from '../../contract/finding.ts';
import { formatDuration } from '../../report/format.ts';
import type { LoadExperiment, MixExperiment } from '../../scenario/scenario.ts';
import type { Observed } from '../experiment.ts';
import { answered, inconclusive, isBounded, toTimeFigures } from '../finding-parts.ts';

export function analyzeLoad({ name, kind }: LoadExperiment | MixExperiment, { phases }: Observed): Finding {
  const loads = phases.map(({ phase, invocations }) => ({
    name: phase.function,
    times: toResponseTimes(invocations),
  }));
  const missing = Math.max(...loads.map(({ times }) => leastBoundedSample(0.99) - times.n));
  const sentences = loads.map(({ name: fn, times: { p50, p99 } }) =>
    isBounded(p50) && isBounded(p99)
      ? `${fn} ${formatDuration(p50.value)} in the median and ${formatDuration(p99.value)} at p99`
      : `${fn} cannot be bounded`,
  );
  return {
    experiment: name,
    kind,
    question: 'How long do callers wait under this load?',
    conclusion:
      missing <= 0
        ? answered(`Response time: ${sentences.join(', ')}.`)
        : inconclusive('Too few invocations for an interval around p99.', missing),
    figures: loads.flatMap(({ name: fn, times }) => toTimeFigures(fn, `${fn}, response time`, times)),
    tables: [],
    charts: [],
    notes: [],
  };
}
