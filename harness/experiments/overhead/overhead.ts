/**
 * Overhead: where does a warm invocation spend its time? The way there, the function and the way back, told apart by the
 * clock of the instance: how far it is from ours follows from the answer that was under way the shortest. What of both
 * ways is the network is the time that a TCP connection takes to open, one round trip; the rest is the platform's.
 */
import { isPresent } from '../../analyze/times.ts';
import type { Finding } from '../../contract/finding.ts';
import type { Invocation } from '../../contract/invocation.ts';
import type { Estimate } from '../../contract/summary.ts';
import { formatDuration, formatPercent } from '../../report/format.ts';
import type { OverheadExperiment } from '../../scenario/experiment-configs.ts';
import type { Experiment, Observed } from '../experiment.ts';
import { answered, inconclusive, toFigure } from '../finding-parts.ts';
import { withWarmUp } from '../load/warm-up.ts';
import { type PlannedPhase, toPlannedPhase } from '../planned-phase.ts';
import { countMissingRounds, estimateRounds, median, toRounds } from '../rounds.ts';
import { type Leg, splitInvocations } from './split-invocations.ts';

export const overhead: Experiment<OverheadExperiment> = {
  kind: 'overhead',
  plan: planOverhead,
  analyze: analyzeOverhead,
};

/** Half the interval of the platform's share of an invocation. */
const precision = 0.05;
const connections = 20;

function planOverhead(config: OverheadExperiment): PlannedPhase[] {
  const { name, function: fn, ratePerSecond, forMs, samples, warmUpMs } = config;
  const measured = toPlannedPhase({
    id: `${name}/${fn}`,
    experiment: name,
    function: fn,
    load: { model: 'open', arrivals: { kind: 'constant', ratePerSecond, durationMs: forMs } },
    repetitions: samples,
  });
  const warmUp = withWarmUp([measured], warmUpMs).slice(0, -1);
  return [...warmUp.map((phase) => ({ ...phase, repetitions: 1 })), planConnects(config), measured];
}

/** As many invocations at once as have to open connections of their own. */
function planConnects({ name, function: fn }: OverheadExperiment): PlannedPhase {
  const atMs = Array.from({ length: connections }, () => 0);
  return toPlannedPhase({
    id: `${name}/${fn}/connect`,
    experiment: name,
    function: fn,
    load: { model: 'open', arrivals: { kind: 'stamps', atMs } },
  });
}

interface RoundShares {
  readonly totalMs: number;
  readonly wayThereMs: number;
  readonly functionMs: number;
  readonly wayBackMs: number;
}

function analyzeOverhead(config: OverheadExperiment, { phases, manifest }: Observed): Finding {
  const { name, kind, function: fn } = config;
  const invocations = phases.flatMap((one) => one.invocations);
  const steady = phases.filter(({ phase }) => phase.id === `${name}/${fn}`).flatMap((one) => one.invocations);
  const { legs, clocks } = splitInvocations(steady, manifest.epochMsAtOrigin);
  const rounds = toRoundShares(legs);
  const estimate = (of: (one: RoundShares) => number): Estimate | null => estimateRounds(rounds.map(of));
  const networkMs = toNetwork(invocations);
  const platform = (one: RoundShares): number =>
    Math.max(0, one.wayThereMs + one.wayBackMs - (networkMs ?? 0));
  const share = estimate((one) => platform(one) / one.totalMs);
  const missing = countMissingRounds(share, rounds.length, precision);
  const n = legs.length;
  const functionShare = estimate((one) => one.functionMs / one.totalMs);
  return {
    experiment: name,
    kind,
    question: 'Where does a warm invocation spend its time?',
    conclusion:
      n === 0
        ? inconclusive('No warm invocation told when its handler began.', null)
        : missing > 0 || share === null || functionShare === null
          ? inconclusive('The shares are not known well enough.', missing)
          : answered(
              `Of ${formatDuration(estimate((one) => one.totalMs)?.value ?? 0)} in ${fn}, the platform` +
                `${networkMs === undefined ? ' and the network take' : ' takes'} ${formatPercent(share.value)}, ` +
                `the function ${formatPercent(functionShare.value)}.`,
            ),
    figures: [
      toFigure(
        'totalMs',
        'warm invocation, median',
        'ms',
        estimate((one) => one.totalMs),
        n,
      ),
      toFigure(
        'wayThereMs',
        'until the handler begins',
        'ms',
        estimate((one) => one.wayThereMs),
        n,
      ),
      toFigure(
        'functionMs',
        'in the handler',
        'ms',
        estimate((one) => one.functionMs),
        n,
      ),
      toFigure(
        'wayBackMs',
        'after the handler',
        'ms',
        estimate((one) => one.wayBackMs),
        n,
      ),
      toFigure(
        'networkMs',
        'network, one round trip',
        'ms',
        networkMs === undefined ? null : { value: networkMs, low: null, high: null },
        countConnects(invocations),
      ),
      toFigure('platformMs', 'platform', 'ms', estimate(platform), n),
      toFigure('platformShare', 'share of the platform', 'share', share, n),
      toFigure('functionShare', 'share of the function', 'share', functionShare, n),
      toFigure(
        'networkShare',
        'share of the network',
        'share',
        networkMs === undefined ? null : estimate((one) => networkMs / one.totalMs),
        n,
      ),
    ],
    tables: [
      {
        title: 'Clocks of the instances',
        columns: [
          { label: 'instance', unit: null },
          { label: 'ahead of ours by', unit: 'ms' },
          { label: 'exchanges', unit: 'count' },
        ],
        rows: clocks.map(({ instance, offset: { offsetMs, roundTripMs }, exchanges }) => [
          instance,
          { value: offsetMs, low: offsetMs - roundTripMs / 2, high: offsetMs + roundTripMs / 2 },
          exchanges,
        ]),
      },
    ],
    charts: [],
    notes: [
      'Where the two ways differ in the quickest answer, they are shared out wrongly by half of the difference; their sum is not.',
      ...(networkMs === undefined
        ? ['No invocation opened a connection, so that the network counts as the platform.']
        : []),
    ],
  };
}

function toRoundShares(legs: readonly Leg[]): RoundShares[] {
  return toRounds(legs.map(({ invocation }) => invocation)).map(({ round }) => {
    const own = legs.filter(({ invocation }) => invocation.repetition === round);
    const of = (pick: (leg: Leg) => number): number => median(own.map(pick));
    return {
      totalMs: of((leg) => leg.totalMs),
      wayThereMs: of((leg) => leg.wayThereMs),
      functionMs: of((leg) => leg.functionMs),
      wayBackMs: of((leg) => leg.wayBackMs),
    };
  });
}

/** The least time that a connection took to open: nothing else was in its way. */
function toNetwork(invocations: readonly Invocation[]): number | undefined {
  const connects = invocations.map((one) => one.connectDurationMs).filter(isPresent);
  return connects.length === 0 ? undefined : Math.min(...connects);
}

function countConnects(invocations: readonly Invocation[]): number {
  return invocations.filter((one) => one.connectDurationMs !== undefined).length;
}
