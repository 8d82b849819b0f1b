/** A trace that nobody recorded, of functions like those of a public cloud: see `published.ts` for what it matches. */
import type { ArrivalSpec } from '../../harness/contract/arrivals.ts';
import { createRandom } from '../../harness/contract/seeded-random.ts';
import { dealTriggers } from './deal-triggers.ts';
import { drawEven } from './draw-even.ts';
import {
  type Points,
  type Trigger,
  leastMiB,
  longestSeconds,
  meanMiB,
  meanSeconds,
  mostMiB,
  shortestSeconds,
  variation,
} from './published.ts';
import { toQuantileFunction } from './quantile-function.ts';
import { createSyntheticApps } from './synthetic-apps.ts';
import { toScaled } from './to-arrivals.ts';
import type { TraceSelection, TracedFunction, TracedLaw } from './trace.ts';

const dayMinutes = 24 * 60;
const [shortest, mean, longest] = [shortestSeconds, meanSeconds, longestSeconds].map((points) =>
  toQuantileFunction(points, 0.001, 600),
) as [Quantile, Quantile, Quantile];
const [least, average, most] = [leastMiB, meanMiB, mostMiB].map((points) =>
  toQuantileFunction(points, 50, 1536),
) as [Quantile, Quantile, Quantile];
const variationOf = Object.fromEntries(
  Object.entries(variation).map(([kind, points]: [string, Points]) => [
    kind,
    toQuantileFunction(points, 0.001, 30),
  ]),
) as Readonly<Record<keyof typeof variation, Quantile>>;

type Quantile = (share: number) => number;

/**
 * Steady over the day. An application's invocations have gaps of one variation, and are dealt to its functions by their
 * rates.
 *
 * @param selection - `minutes` is by default a day; `functions` 100. `fromMinute` and `placement` mean nothing here.
 */
export function createSyntheticTrace(selection: TraceSelection): TracedFunction[] {
  const { functions = 100, minutes = dayMinutes, seed } = selection;
  const apps = createSyntheticApps(functions, seed);
  const random = createRandom(seed + 1);
  const triggers = dealTriggers(apps, random);
  const durations = drawEven(functions, random);
  const memories = drawEven(apps.length, random);
  const variations = drawVariations(triggers, random);
  let drawn = 0;
  return apps.flatMap(({ perDay }, app) => {
    const total = perDay.reduce((sum, rate) => sum + rate, 0);
    const whole: ArrivalSpec = {
      kind: 'renewal',
      ratePerSecond: total / 86_400,
      variation: variations[app] as number,
      durationMs: minutes * 60_000,
    };
    const memoryMiB = toLaw(memories[app] as number, [least, average, most], 1);
    return perDay.map((_, at) => ({
      app: `app-${app}`,
      name: `app-${app}-${at}`,
      trigger: triggers[app]?.[at],
      arrivals: toScaled(
        perDay.length === 1 ? whole : { kind: 'share', of: whole, weights: perDay, at },
        selection,
      ),
      durationMs: toLaw(durations[drawn++] as number, [shortest, mean, longest], 1000),
      memoryMiB,
    }));
  });
}

/** Evenly in each group: by whether an application has timers, others, or both. */
function drawVariations(triggers: readonly (readonly Trigger[])[], random: () => number): number[] {
  const kinds = triggers.map((own) => {
    if (!own.includes('timer')) return 'noTimers';
    return own.every((one) => one === 'timer') ? 'onlyTimers' : 'someTimers';
  });
  const draws = new Map(
    (['noTimers', 'onlyTimers', 'someTimers'] as const).map((kind) => [
      kind,
      drawEven(kinds.filter((one) => one === kind).length, random),
    ]),
  );
  return kinds.map((kind) => variationOf[kind](draws.get(kind)?.pop() ?? 0));
}

/**
 * The least, the mean and the most of the same rank. Between them values lie evenly, the mean at the share that makes it
 * the mean.
 */
function toLaw(
  rank: number,
  [low, middle, high]: readonly [Quantile, Quantile, Quantile],
  unit: number,
): TracedLaw {
  const [min, max] = [low(rank) * unit, high(rank) * unit];
  const value = Math.min(Math.max(middle(rank) * unit, min), max);
  const share = max > min ? (max - value) / (max - min) : 0.5;
  return {
    mean: value,
    quantiles: [
      { share: 0, value: min },
      { share, value },
      { share: 1, value: max },
    ],
  };
}
