/**
 * Payload: what does size cost? One caller sends payloads of every size in turn and gets them back. In each round a line
 * is fitted through the medians; its slope is what a MiB costs, its intercept what is left without any.
 */
import { fitLine } from '../../analyze/fit-line.ts';
import { isPresent } from '../../analyze/times.ts';
import type { Finding, FindingCell } from '../../contract/finding.ts';
import type { Phase } from '../../contract/phase.ts';
import type { Estimate } from '../../contract/summary.ts';
import { formatDuration } from '../../report/format.ts';
import type { PayloadExperiment } from '../../scenario/experiment-configs.ts';
import { toCallers } from '../caller.ts';
import type { Experiment, Observed } from '../experiment.ts';
import { answered, inconclusive, toFigure } from '../finding-parts.ts';
import { withWarmUp } from '../load/warm-up.ts';
import { type PlannedPhase, toPlannedPhase } from '../planned-phase.ts';
import { countMissingRounds, estimateRounds, measureRounds, medianServiceMs } from '../rounds.ts';

export const payload: Experiment<PayloadExperiment> = {
  kind: 'payload',
  plan: planPayload,
  analyze: analyzePayload,
};

/** Half the interval of the slope, as a share of the slope: above it, there is no answer. */
const precision = 0.25;
/** A size that is further from the line, as a share, is named. */
const mostDeviation = 0.2;
const mib = 2 ** 20;

function planPayload(config: PayloadExperiment): PlannedPhase[] {
  const { name, function: fn, sizes, forMs, samples, warmUpMs } = config;
  const measured = sizes.map((bytes) =>
    toPlannedPhase({
      id: `${name}/${fn}/${bytes}`,
      experiment: name,
      function: fn,
      load: toCallers(1, forMs),
      repetitions: samples,
      turns: `${name}/${fn}`,
      event: { kind: 'payload', bytes },
    }),
  );
  // The largest payload warms up whatever grows with it.
  const warmUp = withWarmUp(measured.slice(-1), warmUpMs).filter(({ role }) => role === 'warmUp');
  return [...warmUp, ...measured];
}

interface Sized {
  readonly bytes: number;
  /** Median of each round. */
  readonly rounds: ReadonlyMap<number, number>;
}

function analyzePayload({ name, kind }: PayloadExperiment, { phases }: Observed): Finding {
  const sized = phases.map((measured) => ({
    bytes: toBytes(measured.phase),
    rounds: measureRounds(measured, medianServiceMs),
  }));
  const lines = toLines(sized);
  const slope = estimateRounds(lines.map((line) => line.slope));
  const intercept = estimateRounds(lines.map((line) => line.intercept));
  const missing = countMissingRounds(slope, lines.length, precision * Math.abs(slope?.value ?? 0));
  return {
    experiment: name,
    kind,
    question: 'What does size cost?',
    conclusion:
      missing > 0 || slope === null || intercept === null
        ? inconclusive('What a MiB costs is not known well enough.', missing)
        : answered(
            `A MiB sent and sent back costs ${formatDuration(slope.value)} on top of ${formatDuration(intercept.value)}.`,
          ),
    figures: [
      toFigure('slopeMsPerMiB', 'a MiB sent and sent back', 'ms/MiB', slope, lines.length),
      toFigure('interceptMs', 'without a payload', 'ms', intercept, lines.length),
    ],
    tables: [
      {
        title: 'Service time by size',
        columns: [
          { label: 'payload', unit: 'B' },
          { label: 'median', unit: 'ms' },
          { label: 'by the line', unit: 'ms' },
        ],
        rows: sized.map((one) => toRow(one, slope, intercept)),
      },
    ],
    charts: [
      {
        title: 'Service time by size',
        x: { label: 'payload', unit: 'MiB', scale: 'log' },
        y: { label: 'median service time', unit: 'ms', scale: 'log' },
        series: [
          {
            label: 'measured',
            kind: 'points',
            points: sized.flatMap(({ bytes, rounds }) =>
              Array.from(rounds.values(), (ms) => [bytes / mib, ms] as const),
            ),
          },
        ],
      },
    ],
    notes: findDeviations(sized, slope, intercept),
  };
}

function toBytes({ event }: Phase): number {
  return event?.kind === 'payload' ? event.bytes : 0;
}

/** One for each round in which every size has a median. */
function toLines(sized: readonly Sized[]): { readonly slope: number; readonly intercept: number }[] {
  const [first] = sized;
  return [...(first?.rounds.keys() ?? [])]
    .map((round) => {
      const points = sized.flatMap(({ bytes, rounds }) => {
        const ms = rounds.get(round);
        return ms === undefined ? [] : [[bytes / mib, ms] as const];
      });
      return points.length === sized.length ? (fitLine(points) ?? undefined) : undefined;
    })
    .filter(isPresent);
}

function toRow({ bytes, rounds }: Sized, slope: Estimate | null, intercept: Estimate | null): FindingCell[] {
  return [bytes, estimateRounds(rounds.values()), toExpected(bytes, slope, intercept)];
}

function toExpected(bytes: number, slope: Estimate | null, intercept: Estimate | null): number | null {
  return slope === null || intercept === null ? null : intercept.value + (slope.value * bytes) / mib;
}

/** A line that does not fit says so: size may cost in steps, or more than its share. */
function findDeviations(
  sized: readonly Sized[],
  slope: Estimate | null,
  intercept: Estimate | null,
): string[] {
  const off = sized.filter(({ bytes, rounds }) => {
    const [measured, expected] = [estimateRounds(rounds.values()), toExpected(bytes, slope, intercept)];
    return (
      measured !== null &&
      expected !== null &&
      Math.abs(measured.value / expected - 1) > mostDeviation &&
      !((measured.low ?? -Infinity) <= expected && expected <= (measured.high ?? Infinity))
    );
  });
  if (off.length === 0) return [];
  const names = off.map(({ bytes }) => `${bytes} B`).join(', ');
  return [
    `Cost does not grow in a straight line: ${names} ${off.length === 1 ? 'is' : 'are'} off by more than 20 %.`,
  ];
}
