/** Which of two ways to remove idle instances fits what was seen, after how long, and with what error. */
import type { Conclusion, Finding, FindingChart } from '../../contract/finding.ts';
import { formatDuration, formatPercent } from '../../report/format.ts';
import type { KeepAliveExperiment } from '../../scenario/scenario.ts';
import type { Observed } from '../experiment.ts';
import { answered, inconclusive, toExact, toFigure } from '../finding-parts.ts';
import { type LifetimeFit, fitFixed, fitHalving } from './fit-lifetime.ts';
import { toBracket } from './next-silence.ts';
import { type Silence, toSilences } from './observations.ts';

/** A model that is wrong about more of the instances than this is none. */
const mostError = 0.1;
/** The better one has to be better by as much. */
const leastLead = 0.05;

interface Fits {
  readonly fixed: LifetimeFit;
  readonly halving: LifetimeFit;
}

export function analyzeKeepAlive(config: KeepAliveExperiment, seen: Observed): Finding {
  const silences = toSilences(seen);
  const fits = { fixed: fitFixed(silences), halving: fitHalving(silences) };
  const n = silences.length;
  const { timeScale = 1 } = seen.manifest.provider;
  return {
    experiment: config.name,
    kind: config.kind,
    question: 'How long does an idle instance live?',
    conclusion: concludeFrom(silences, fits, config),
    figures: [
      toFigure('lifetimeMs', 'if each lives for a fixed time: lifetime', 'ms', fits.fixed.lifetimeMs, n),
      toFigure('fixedError', 'instances that it is wrong about', 'share', toExact(fits.fixed.error), n),
      toFigure('halvingPeriodMs', 'if half of them go at a time: period', 'ms', fits.halving.lifetimeMs, n),
      toFigure('halvingError', 'instances that it is wrong about', 'share', toExact(fits.halving.error), n),
    ],
    tables: [
      {
        title: 'Instances after a time without an invocation',
        columns: [
          { label: 'without invocation', unit: 'ms' },
          { label: 'held', unit: 'count' },
          { label: 'left', unit: 'count' },
        ],
        rows: silences
          .toSorted((a, b) => a.lastedMs - b.lastedMs)
          .map(({ lastedMs, held, survived }) => [lastedMs, held, survived]),
      },
    ],
    charts: n === 0 ? [] : [toChart(silences, fits)],
    notes: [
      ...(timeScale === 1 ? [] : [`The platform's own time went ${timeScale} times as fast as the clock.`]),
      'An interval holds every value that fits as well: it is as narrow as the times that were tried lie close.',
    ],
  };
}

function concludeFrom(silences: readonly Silence[], fits: Fits, config: KeepAliveExperiment): Conclusion {
  const { low, high } = toBracket(silences);
  if (silences.length === 0) return inconclusive('Nobody told which instances answered.', null);
  if (high === Infinity) {
    return inconclusive(
      `An idle instance lives longer than ${formatDuration(low)}; nothing longer was tried.`,
      null,
    );
  }
  if (low === 0) {
    return inconclusive(
      `An idle instance is gone within ${formatDuration(high)}; nothing shorter was tried.`,
      null,
    );
  }
  const { fixed, halving } = fits;
  const fixedWins = fixed.error <= halving.error;
  const [best, other] = fixedWins ? [fixed, halving] : [halving, fixed];
  // One instance cannot be halved: both models say the same of it.
  const isTold = config.pool > 1 && other.error - best.error >= leastLead;
  if (best.error > mostError || (config.pool > 1 && !isTold)) {
    const errors = `fixed lifetime ${formatPercent(fixed.error)}, halving ${formatPercent(halving.error)}`;
    return inconclusive(`Neither model fits (wrong about so many instances: ${errors}).`, silences.length);
  }
  const when = best.lifetimeMs === null ? '' : describe(best.lifetimeMs);
  if (!fixedWins) return answered(`Half of the idle instances go every ${when}.`);
  const more = isTold ? '' : ' (with one instance halving looks the same)';
  return answered(`An idle instance lives for ${when}${more}.`);
}

function describe({ value, low, high }: NonNullable<LifetimeFit['lifetimeMs']>): string {
  const bounds = [low, high].map((bound) => formatDuration(bound ?? Number.NaN));
  return `${formatDuration(value)} (${bounds.join(' to ')})`;
}

function toChart(silences: readonly Silence[], { fixed, halving }: Fits): FindingChart {
  const points = silences
    .map(({ lastedMs, survived, held }) => [lastedMs, survived / held] as const)
    .toSorted(([a], [b]) => a - b);
  const last = points.at(-1)?.[0] ?? 0;
  const steps = (at: number | undefined, many: number) =>
    at === undefined
      ? []
      : Array.from(
          { length: many },
          (_, step) => [step * at, step === 0 ? 1 : many === 2 ? 0 : 2 ** -step] as const,
        ).filter(([x]) => x <= last);
  return {
    title: 'Idle instances that are left',
    x: { label: 'without invocation', unit: 'ms', scale: 'linear' },
    y: { label: 'share left', unit: 'share', scale: 'linear' },
    series: [
      { label: 'measured', kind: 'points', points },
      { label: 'fixed lifetime', kind: 'step', points: steps(fixed.lifetimeMs?.value, 2) },
      { label: 'halving', kind: 'step', points: steps(halving.lifetimeMs?.value, 12) },
    ],
  };
}
