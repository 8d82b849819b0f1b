/**
 * The hybrid histogram policy of "Serverless in the Wild" (Shahrad et al., ATC 2020): how long an application is idle
 * between two executions decides when it is unloaded, loaded ahead of the next invocation, and unloaded again.
 * Parameters as in dslab's hybrid_histogram.rs. The variant of faascache-sim is in inter-arrival-histogram.ts.
 */
import { forecastArima } from './arima.ts';
import type { KeepAliveWindows } from './windows.ts';

export interface HybridHistogramSettings {
  readonly binMs: number;
  readonly rangeMs: number;
  /** Quantiles of the idle times. */
  readonly head: number;
  readonly tail: number;
  /** Part by which the histogram's windows begin earlier and end later. */
  readonly margin: number;
  readonly arimaMargin: number;
  /** A coefficient of variation of the bin counts below this tells nothing. */
  readonly variationThreshold: number;
  /** From this part of idle times beyond the range on, the time series decides. */
  readonly outOfBoundsThreshold: number;
  /** Idle times that the time series is made of, the latest. */
  readonly arimaSamples: number;
  /**
   * How the variance of the bin counts is kept: `exact`, or `incremental` as dslab does, where only the deviation of the
   * bin that changes is renewed.
   */
  readonly variance: 'exact' | 'incremental';
  /**
   * Where the keep-alive window of the histogram begins: at the end of the execution, so that it ends at the tail, or at
   * the loading, as in dslab, so that it ends later.
   */
  readonly windowFrom: 'execution' | 'prewarm';
}

export const hybridHistogramSettings: HybridHistogramSettings = {
  binMs: 60_000,
  rangeMs: 14_400_000,
  head: 0.05,
  tail: 0.99,
  margin: 0.1,
  arimaMargin: 0.15,
  variationThreshold: 2,
  outOfBoundsThreshold: 0.5,
  arimaSamples: 100,
  variance: 'exact',
  windowFrom: 'execution',
};

/** Of one application. Immutable. */
export interface IdleTimes {
  readonly bins: readonly number[];
  /** Idle times within the range. */
  readonly inBounds: number;
  readonly outOfBounds: number;
  /** `exact`: sum of the squared counts; `incremental`: dslab's sum of squared deviations. */
  readonly squares: number;
  /** The latest idle times, oldest first. */
  readonly recentMs: readonly number[];
}

export function createIdleTimes(settings: HybridHistogramSettings = hybridHistogramSettings): IdleTimes {
  const bins = Array.from({ length: Math.round(settings.rangeMs / settings.binMs) }, () => 0);
  return { bins, inBounds: 0, outOfBounds: 0, squares: 0, recentMs: [] };
}

function toSquares(
  { bins, inBounds, squares }: IdleTimes,
  count: number,
  { variance }: HybridHistogramSettings,
): number {
  if (variance === 'exact') return squares + 2 * count + 1;
  const before = count - inBounds / bins.length;
  const after = count + 1 - (inBounds + 1) / bins.length;
  return squares - before * before + after * after;
}

/**
 * @param idleMs - from the end of the last execution to this arrival; below 0 counts as 0.
 * @returns the next state; copies the bins, O(bins).
 */
export function recordIdleTime(
  seen: IdleTimes,
  idleMs: number,
  settings: HybridHistogramSettings = hybridHistogramSettings,
): IdleTimes {
  const idle = Math.max(0, idleMs);
  const recentMs = seen.recentMs.slice(1 - settings.arimaSamples);
  recentMs.push(idle);
  const bin = Math.floor(idle / settings.binMs);
  const count = seen.bins[bin];
  if (count === undefined) return { ...seen, recentMs, outOfBounds: seen.outOfBounds + 1 };
  const bins = seen.bins.slice();
  bins[bin] = count + 1;
  return { ...seen, bins, recentMs, inBounds: seen.inBounds + 1, squares: toSquares(seen, count, settings) };
}

/** Coefficient of variation of the bin counts; 0 while there are none. */
export function toBinVariation(
  { bins, inBounds, squares }: IdleTimes,
  { variance }: HybridHistogramSettings = hybridHistogramSettings,
): number {
  if (inBounds === 0) return 0;
  const mean = inBounds / bins.length;
  const deviations = variance === 'exact' ? squares - inBounds * mean : squares;
  return Math.sqrt(deviations / (bins.length - 1)) / mean;
}

/** The first bin up to which at least this part of the idle times lies. */
function toQuantileBin({ bins, inBounds }: IdleTimes, quantile: number): number {
  let upTo = 0;
  for (let bin = 0; bin < bins.length; bin++) {
    upTo += bins[bin] ?? 0;
    if (upTo / inBounds >= quantile) return bin;
  }
  return bins.length - 1;
}

function byHistogram(seen: IdleTimes, settings: HybridHistogramSettings): KeepAliveWindows {
  const { binMs, margin, head, tail, windowFrom } = settings;
  const prewarmAfterMs = toQuantileBin(seen, head) * binMs * (1 - margin);
  const windowMs = (toQuantileBin(seen, tail) + 1) * binMs * (1 + margin);
  const removeAfterMs = windowFrom === 'prewarm' ? prewarmAfterMs + windowMs : windowMs;
  return { prewarmAfterMs, removeAfterMs, reason: 'histogram' };
}

function byTimeSeries(seen: IdleTimes, { arimaMargin }: HybridHistogramSettings): KeepAliveWindows {
  const nextMs = Math.max(0, forecastArima(seen.recentMs).value);
  const prewarmAfterMs = nextMs * (1 - arimaMargin);
  const removeAfterMs = prewarmAfterMs + nextMs * arimaMargin * 2;
  return { prewarmAfterMs, removeAfterMs, reason: 'outOfBounds' };
}

/**
 * The windows after an execution. O(bins); where the time series decides, a fit over `arimaSamples`: decide once an
 * idle time, and keep the result.
 */
export function decideHybridHistogram(
  seen: IdleTimes,
  settings: HybridHistogramSettings = hybridHistogramSettings,
): KeepAliveWindows {
  const total = seen.inBounds + seen.outOfBounds;
  if (total > 0 && seen.outOfBounds / total >= settings.outOfBoundsThreshold) {
    return byTimeSeries(seen, settings);
  }
  if (toBinVariation(seen, settings) < settings.variationThreshold) {
    const reason = total === 0 ? 'fewSamples' : 'notRepresentative';
    return { prewarmAfterMs: 0, removeAfterMs: settings.rangeMs, reason };
  }
  return byHistogram(seen, settings);
}
