/**
 * The histogram policy as faascache-sim has it (aFuerst/faascache-sim, LambdaScheduler.py, policy HIST): times between
 * arrivals instead of idle times, by function, and another test of whether they tell anything.
 */
import type { KeepAliveWindows } from './windows.ts';

export interface InterArrivalSettings {
  readonly binMs: number;
  /** Longer times are not recorded. */
  readonly bins: number;
  readonly head: number;
  readonly tail: number;
  readonly margin: number;
  /** Variance over mean, in bins, up to which the histogram counts. */
  readonly dispersionThreshold: number;
  /** Where it does not count. */
  readonly defaultLifetimeMs: number;
}

export const interArrivalSettings: InterArrivalSettings = {
  binMs: 60_000,
  bins: 240,
  head: 0.05,
  tail: 0.99,
  margin: 0.1,
  dispersionThreshold: 2,
  defaultLifetimeMs: 7_200_000,
};

/** Of one function. Immutable. */
export interface InterArrivals {
  readonly bins: readonly number[];
  readonly count: number;
  /** Of the recorded times, in whole bins, with the sum of their squared deviations (Welford). */
  readonly mean: number;
  readonly squares: number;
  /** Of the last arrival; undefined before the first. */
  readonly lastMs: number | undefined;
}

export function createInterArrivals(settings: InterArrivalSettings = interArrivalSettings): InterArrivals {
  const bins = Array.from({ length: settings.bins }, () => 0);
  return { bins, count: 0, mean: 0, squares: 0, lastMs: undefined };
}

/** The next state after an arrival; copies the bins, O(bins). */
export function recordArrival(
  seen: InterArrivals,
  nowMs: number,
  { binMs }: InterArrivalSettings = interArrivalSettings,
): InterArrivals {
  if (seen.lastMs === undefined) return { ...seen, lastMs: nowMs };
  const bin = Math.floor((nowMs - seen.lastMs) / binMs);
  const before = seen.bins[bin];
  if (before === undefined) return { ...seen, lastMs: nowMs };
  const bins = seen.bins.slice();
  bins[bin] = before + 1;
  const count = seen.count + 1;
  const delta = bin - seen.mean;
  const mean = seen.mean + delta / count;
  return { bins, count, mean, squares: seen.squares + delta * (bin - mean), lastMs: nowMs };
}

/** The first bin whose cumulated share is above the quantile; the number of bins when there is none. */
function findAbove({ bins, count }: InterArrivals, quantile: number): number {
  let share = 0;
  for (let bin = 0; bin < bins.length; bin++) {
    share += (bins[bin] ?? 0) / count;
    if (quantile < share) return bin;
  }
  return bins.length;
}

function toHead(seen: InterArrivals, quantile: number): number {
  const bin = findAbove(seen, quantile);
  return bin === seen.bins.length ? bin : Math.max(0, bin - 1);
}

/** Both windows count from the last arrival. O(bins). */
export function decideInterArrivalHistogram(
  seen: InterArrivals,
  settings: InterArrivalSettings = interArrivalSettings,
): KeepAliveWindows {
  const { binMs, margin, defaultLifetimeMs } = settings;
  const byDefault = { prewarmAfterMs: 0, removeAfterMs: defaultLifetimeMs };
  if (seen.count < 2) return { ...byDefault, reason: 'fewSamples' };
  const variance = seen.squares / seen.count;
  if (seen.mean !== 0 && variance / seen.mean > settings.dispersionThreshold) {
    return { ...byDefault, reason: 'notRepresentative' };
  }
  const tail = Math.min(findAbove(seen, settings.tail) + 1, seen.bins.length);
  return {
    prewarmAfterMs: toHead(seen, settings.head) * binMs * (1 - margin),
    removeAfterMs: tail * binMs * (1 + margin),
    reason: 'histogram',
  };
}
