/**
 * Trace: how does it behave on real traffic? Each function of the trace is deployed by itself, and is invoked when the
 * trace says; all at once, as they were.
 */
import { estimateShare } from '../../analyze/estimate-share.ts';
import { isPresent, toResponseTimes } from '../../analyze/times.ts';
import type { MeasuredPhase } from '../../analyze/measured.ts';
import type { Finding, FindingCell } from '../../contract/finding.ts';
import type { Distribution } from '../../contract/summary.ts';
import { toMillis } from '../../contract/units.ts';
import { formatDuration, formatPercent } from '../../report/format.ts';
import type { TraceExperiment } from '../../scenario/experiment-configs.ts';
import { toDistribution } from '../../analyze/distribution.ts';
import type { Experiment, Observed } from '../experiment.ts';
import { answered, inconclusive, isBounded, toExact, toFigure, toTimeFigures } from '../finding-parts.ts';
import { type PlannedPhase, toPlannedPhase } from '../planned-phase.ts';

export const trace: Experiment<TraceExperiment> = { kind: 'trace', plan: planTrace, analyze: analyzeTrace };

/** Below so many the share of cold starts is not known to a tenth. */
const leastInvocations = 100;
const shownFunctions = 20;

function planTrace({ name, parts }: TraceExperiment): PlannedPhase[] {
  return parts.map(({ function: fn, arrivals, durationMs }) =>
    toPlannedPhase({
      id: `${name}/${fn}`,
      group: name,
      experiment: name,
      function: fn,
      load: { model: 'open', arrivals },
      // The check has left an instance, which the trace knows nothing of.
      before: { kind: 'discardInstances' },
      // What sleeps takes the one, what spins the other.
      event: { kind: 'value', value: { sleepMs: durationMs, busyMs: durationMs, seed: 1 } },
    }),
  );
}

function analyzeTrace({ name, kind, files }: TraceExperiment, { phases }: Observed): Finding {
  const invocations = phases.flatMap((one) => one.invocations);
  const told = invocations.filter((one) => one.start !== 'unknown');
  const cold = estimateShare(told.filter((one) => one.start === 'cold').length, told.length);
  const added = toDistribution(
    invocations.flatMap((one) =>
      one.outcome === 'ok' && one.handlerDurationMs !== undefined
        ? [toMillis(one.endedAt - one.intendedStart) - one.handlerDurationMs]
        : [],
    ),
  );
  const times = toResponseTimes(invocations);
  const missing = leastInvocations - told.length;
  return {
    experiment: name,
    kind,
    question: 'How does it behave on real traffic?',
    conclusion:
      missing > 0 || cold === null
        ? inconclusive('Too few invocations came in the chosen minutes.', Math.max(1, missing))
        : answered(
            `${formatPercent(cold.value)} of ${told.length} invocations started cold; ${describeWait(added)}.`,
          ),
    figures: [
      toFigure('invocations', 'invocations', 'count', toExact(invocations.length), invocations.length),
      toFigure('coldShare', 'cold starts', 'share', cold, told.length),
      ...toTimeFigures('responseTime', 'response time', times),
      ...toTimeFigures('addedTime', 'beside the handler', added),
    ],
    tables: [
      {
        title: `Functions, the ${shownFunctions} that were invoked most`,
        columns: [
          { label: 'function', unit: null },
          { label: 'invocations', unit: 'count' },
          { label: 'cold starts', unit: 'share' },
          { label: 'instances', unit: 'count' },
          { label: 'response time p50', unit: 'ms' },
        ],
        rows: phases
          .toSorted((a, b) => b.invocations.length - a.invocations.length)
          .slice(0, shownFunctions)
          .map(toRow),
      },
    ],
    charts: [],
    notes: [
      files === undefined ? 'The trace is synthetic.' : `The trace is ${files.invocations}.`,
      'Every invocation of a function takes as long as its invocations took on average.',
    ],
  };
}

function describeWait({ p50, p99 }: Distribution): string {
  if (!isBounded(p50)) return 'how long callers waited beside the handler is not known';
  const tail = p99 === null ? '' : ` and ${formatDuration(p99.value)} at p99`;
  return `callers waited ${formatDuration(p50.value)} in the median${tail} beside the handler`;
}

function toRow({ phase, invocations }: MeasuredPhase): FindingCell[] {
  const told = invocations.filter((one) => one.start !== 'unknown');
  return [
    phase.function,
    invocations.length,
    estimateShare(told.filter((one) => one.start === 'cold').length, told.length),
    new Set(invocations.map((one) => one.instance).filter(isPresent)).size,
    toResponseTimes(invocations).p50,
  ];
}
