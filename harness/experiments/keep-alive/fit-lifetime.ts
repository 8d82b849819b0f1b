/** Two models of how idle instances are removed, each fitted by the time that contradicts the fewest observations. */
import type { Estimate } from '../../contract/summary.ts';
import type { Millis } from '../../contract/units.ts';
import type { Silence } from './observations.ts';

export interface LifetimeFit {
  /** With the bounds between which every value fits as well; null above the longest time that was tried. */
  readonly lifetimeMs: Estimate | null;
  /** Root mean square of how many instances it is wrong by, as a share of those that were held. */
  readonly error: number;
}

/** Every instance lives for a fixed time after its last invocation. */
export function fitFixed(silences: readonly Silence[]): LifetimeFit {
  const lives = silences.flatMap((one) => one.lives);
  const idles = [...new Set(lives.map(({ idleMs }) => idleMs))].toSorted((a, b) => a - b);
  const wrongAt = (lifetimeMs: Millis): number =>
    lives.filter(({ idleMs, survived }) => survived !== idleMs < lifetimeMs).length;
  const best = findBest([0, ...idles, Infinity], wrongAt);
  const { value } = best;
  return {
    lifetimeMs: toEstimate(best),
    error: toError(silences, ({ lives: own }) => own.filter(({ idleMs }) => idleMs < value).length),
  };
}

/**
 * Half of those that are left go whenever another period has passed without an invocation: how SeBS (Middleware 2021)
 * found AWS Lambda in 2020. Whether half of an odd number is rounded up or down is the provider's own.
 */
export function fitHalving(silences: readonly Silence[]): LifetimeFit {
  const most = Math.max(1, ...silences.map(({ held }) => Math.ceil(Math.log2(held)) + 1));
  const edges = silences.flatMap(({ lastedMs }) =>
    Array.from({ length: most }, (_, at) => lastedMs / (at + 1)),
  );
  const bounds = [0, ...new Set(edges.toSorted((a, b) => a - b)), Infinity];
  const fits = ([Math.floor, (half: number) => Math.ceil(half)] as const).map((round) => {
    const left = (periodMs: Millis) => (one: Silence) => halve(one.held, one.lastedMs / periodMs, round);
    const wrongAt = (periodMs: Millis): number => toError(silences, left(periodMs));
    const best = findBest(bounds, wrongAt);
    return { lifetimeMs: toEstimate(best), error: wrongAt(best.value) };
  });
  return fits.reduce((best, fit) => (fit.error < best.error ? fit : best));
}

/** The last one goes as well. */
function halve(held: number, periods: number, round: (half: number) => number): number {
  let left = held;
  for (let period = 1; period <= periods && left > 0; period++) left = left === 1 ? 0 : round(left / 2);
  return left;
}

interface Best {
  readonly value: Millis;
  readonly low: Millis;
  readonly high: Millis;
}

/** Between two bounds every value is as good: the first of the best stretches, by its middle. */
function findBest(bounds: readonly Millis[], wrongAt: (value: Millis) => number): Best {
  let best: Best & { wrong: number } = { value: Infinity, low: 0, high: Infinity, wrong: Infinity };
  for (let at = 1; at < bounds.length; at++) {
    const [low = 0, high = Infinity] = [bounds[at - 1], bounds[at]];
    const value = high === Infinity ? Infinity : (low + high) / 2;
    const wrong = wrongAt(value);
    if (wrong < best.wrong) best = { value, low, high, wrong };
  }
  return best;
}

function toEstimate({ value, low, high }: Best): Estimate | null {
  return value === Infinity ? null : { value, low, high };
}

function toError(silences: readonly Silence[], expected: (silence: Silence) => number): number {
  const squares = silences.map((one) => ((one.survived - expected(one)) / one.held) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / Math.max(1, squares.length));
}
