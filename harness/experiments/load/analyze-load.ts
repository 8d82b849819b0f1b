/** What a load comes to: the times that its callers wait, how many of them for a cold start, and on how many instances. */
import { leastBoundedSample } from '../../analyze/distribution.ts';
import { estimateShare } from '../../analyze/estimate-share.ts';
import type { MeasuredPhase } from '../../analyze/measured.ts';
import { toResponseTimes } from '../../analyze/times.ts';
import type { Finding } from '../../contract/finding.ts';
import type { InstanceRecord } from '../../contract/provider.ts';
import type { Estimate } from '../../contract/summary.ts';
import { fromMillis } from '../../contract/units.ts';
import { formatDuration } from '../../report/format.ts';
import type { LoadExperiment, MixExperiment } from '../../scenario/scenario.ts';
import type { Observed } from '../experiment.ts';
import {
  answered,
  inconclusive,
  isBounded,
  toExact,
  toFigure,
  toKey,
  toTimeFigures,
} from '../finding-parts.ts';

export function analyzeLoad(
  { name, kind }: LoadExperiment | MixExperiment,
  { phases, instances }: Observed,
): Finding {
  const loads = phases.map((measured) => ({
    name: measured.phase.function,
    times: toResponseTimes(measured.invocations),
    measured,
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
    figures: loads.flatMap(({ name: fn, times, measured }) => {
      const known = measured.invocations.filter((one) => one.start !== 'unknown');
      const cold = known.filter((one) => one.start === 'cold').length;
      const mean = toMeanInstances(measured, instances);
      return [
        ...toTimeFigures(fn, `${fn}, response time`, times),
        toFigure(
          toKey(fn, 'ColdShare'),
          `${fn}, cold starts`,
          'share',
          estimateShare(cold, known.length),
          known.length,
        ),
        toFigure(toKey(fn, 'MeanInstances'), `${fn}, instances in the mean`, 'count', mean, known.length),
      ];
    }),
    tables: [],
    charts: [],
    notes: [],
  };
}

/**
 * Over the time that the load was to last, starting instances included. Null where the provider keeps no record: from
 * outside an idle instance cannot be seen.
 */
function toMeanInstances(
  { phase, invocations }: MeasuredPhase,
  instances: readonly InstanceRecord[],
): Estimate | null {
  const own = instances.filter((one) => one.function === phase.function);
  if (own.length === 0) return null;
  const from = invocations.reduce((first, one) => Math.min(first, one.intendedStart), Infinity);
  const to = from + fromMillis(phase.planned.durationMs);
  const lived = own.reduce(
    (sum, { requestedAt, removedAt = to }) =>
      sum + Math.max(0, Math.min(removedAt, to) - Math.max(requestedAt, from)),
    0,
  );
  return toExact(lived / (to - from));
}
