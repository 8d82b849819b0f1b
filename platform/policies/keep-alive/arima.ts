/**
 * A small ARIMA(p, d, q) for idle times that are too long for a histogram: p up to 2, d up to 1, q up to 1, with or
 * without a mean. d by the KPSS test at 5 %. The coefficients by conditional least squares: of an autoregression directly, else
 * from the start of Hannan and Rissanen (1982), where a long autoregression gives estimates of the shocks, by at most ten steps
 * of Gauss and Newton. The orders by the least AICc of the one-step errors. Nothing in it is random: the same series always
 * gives the same forecast. Maximum likelihood would use the first values of a short series a little better.
 */
import { fitLeastSquares } from './least-squares.ts';
import { kpssCriticalValue, toKpssStatistic } from './stationarity.ts';

export interface ArimaOrder {
  readonly p: number;
  readonly d: number;
  readonly q: number;
}

export interface ArimaModel {
  readonly order: ArimaOrder;
  /** Of the differenced series; 0 where the model has none. */
  readonly mean: number;
  /** Coefficients of the past values, the latest first. */
  readonly ar: readonly number[];
  /** Coefficients of the past shocks, the latest first. */
  readonly ma: readonly number[];
  /** Corrected information criterion; comparable within one series and d only. */
  readonly aicc: number;
}

export interface ArimaForecast {
  /** The next value. */
  readonly value: number;
  readonly model: ArimaModel;
  readonly reason: 'fitted' | 'fewSamples';
}

const mostAr = 2;
const leastSamples = 8;

function toMean(series: readonly number[]): number {
  return series.length === 0 ? 0 : series.reduce((sum, value) => sum + value, 0) / series.length;
}

function difference(series: readonly number[]): readonly number[] {
  return series.slice(1).map((value, at) => value - (series[at] ?? 0));
}

/** The `count` values before `at`, the latest first. */
function toLags(series: readonly number[], at: number, count: number): number[] {
  return Array.from({ length: count }, (_, lag) => series[at - 1 - lag] ?? 0);
}

const multiply = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

/** One-step errors of a model; what lies before the series counts as 0. */
function toShocks(centred: readonly number[], ar: readonly number[], ma: readonly number[]): number[] {
  const shocks: number[] = [];
  for (const [at, value] of centred.entries()) {
    const expected =
      multiply(ar, toLags(centred, at, ar.length)) + multiply(ma, toLags(shocks, at, ma.length));
    shocks.push(value - expected);
  }
  return shocks;
}

function regress(
  centred: readonly number[],
  shocks: readonly number[],
  { p, q }: ArimaOrder,
  first: number,
): readonly number[] | undefined {
  const targets = centred.slice(first);
  const rows = targets.map((_, at) => [...toLags(centred, first + at, p), ...toLags(shocks, first + at, q)]);
  return fitLeastSquares(rows, targets);
}

/** Estimates of the shocks by a long autoregression; undefined when there are too few values. */
function estimateShocks(centred: readonly number[]): LongFit | undefined {
  const order = Math.min(Math.floor(centred.length / 4), Math.ceil(2 * Math.log(centred.length)));
  const ar = regress(centred, [], { p: order, d: 0, q: 0 }, order);
  return ar === undefined ? undefined : { shocks: toShocks(centred, ar, []), order };
}

interface LongFit {
  readonly shocks: readonly number[];
  readonly order: number;
}

const sumOfSquares = (values: readonly number[]): number => multiply(values, values);

/** One step of Gauss and Newton towards the least sum of squared shocks. */
function improve(
  centred: readonly number[],
  shocks: readonly number[],
  { p, q }: ArimaOrder,
  coefficients: readonly number[],
): readonly number[] | undefined {
  const theta = coefficients[p] ?? 0;
  let slopes: number[] = [];
  const rows = centred.map((_, at) => {
    const lags = [...toLags(centred, at, p), ...toLags(shocks, at, q)];
    slopes = lags.map((lag, coefficient) => lag - theta * (slopes[coefficient] ?? 0));
    return slopes;
  });
  const change = fitLeastSquares(rows, shocks);
  return change && coefficients.map((value, at) => value + (change[at] ?? 0));
}

const mostSteps = 10;

/** Repeats the step as long as the model stays stable and its shocks become noticeably smaller. */
function refine(centred: readonly number[], order: ArimaOrder, start: readonly number[]): readonly number[] {
  const split = (all: readonly number[]): [readonly number[], readonly number[]] => [
    all.slice(0, order.p),
    all.slice(order.p),
  ];
  let coefficients = start;
  let shocks = toShocks(centred, ...split(start));
  for (let step = 0; step < mostSteps; step++) {
    const next = improve(centred, shocks, order, coefficients);
    if (next === undefined || !isUsable(...split(next))) break;
    const nextShocks = toShocks(centred, ...split(next));
    if (!(sumOfSquares(nextShocks) < sumOfSquares(shocks) * (1 - 1e-6))) break;
    [coefficients, shocks] = [next, nextShocks];
  }
  return coefficients;
}

function toCoefficients(
  centred: readonly number[],
  order: ArimaOrder,
  long: LongFit | undefined,
): readonly number[] | undefined {
  if (order.p + order.q === 0) return [];
  if (order.q === 0) return regress(centred, [], order, order.p);
  const start = long && regress(centred, long.shocks, order, long.order + Math.max(order.p, order.q));
  return start && refine(centred, order, start);
}

function isStable([first = 0, second = 0]: readonly number[]): boolean {
  return Math.abs(second) < 1 && first + second < 1 && second - first < 1;
}

/** A model that grows without bound, or whose shocks do, forecasts nothing. */
function isUsable(ar: readonly number[], ma: readonly number[]): boolean {
  return isStable(ar) && isStable(ma.map((value) => -value));
}

function toAicc(shocks: readonly number[], scale: number, parameters: number): number {
  const counted = shocks.slice(mostAr);
  const count = counted.length;
  // A perfect fit must not win by rounding errors alone.
  const error = Math.max(counted.reduce((sum, shock) => sum + shock * shock, 0) / count, scale * 1e-12);
  const correction = (2 * parameters * (parameters + 1)) / (count - parameters - 1);
  return count * Math.log(error) + 2 * parameters + correction;
}

/** A series that is differenced already, less its mean, with what all orders need of it. */
interface Centred {
  readonly values: readonly number[];
  readonly mean: number;
  readonly hasMean: boolean;
  readonly long: LongFit | undefined;
  /** Mean square, by which rounding errors are told from errors. */
  readonly scale: number;
}

function centre(differenced: readonly number[], hasMean: boolean): Centred {
  const mean = hasMean ? toMean(differenced) : 0;
  const values = differenced.map((value) => value - mean);
  const scale = sumOfSquares(differenced) / differenced.length || 1;
  return { values, mean, hasMean, long: estimateShocks(values), scale };
}

/** Undefined when the order cannot be fitted or is not stable. */
function fitOrder(
  { values, mean, hasMean, long, scale }: Centred,
  order: ArimaOrder,
): ArimaModel | undefined {
  const coefficients = toCoefficients(values, order, long);
  if (coefficients === undefined) return undefined;
  const ar = coefficients.slice(0, order.p);
  const ma = coefficients.slice(order.p);
  if (!isUsable(ar, ma)) return undefined;
  const parameters = order.p + order.q + (hasMean ? 1 : 0) + 1;
  return { order, mean, ar, ma, aicc: toAicc(toShocks(values, ar, ma), scale, parameters) };
}

/** Simple models first: of equal ones the first is kept. */
const orders: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 0],
  [0, 1],
  [2, 0],
  [1, 1],
  [2, 1],
];

/** The best model of a series of at least 8 values. */
export function fitArima(series: readonly number[]): ArimaModel {
  const d = toKpssStatistic(series) > kpssCriticalValue ? 1 : 0;
  const differenced = d === 1 ? difference(series) : series;
  const order = { p: 0, d, q: 0 };
  let best: ArimaModel = { order, mean: toMean(differenced), ar: [], ma: [], aicc: Infinity };
  for (const hasMean of d === 1 ? [false, true] : [true]) {
    const centred = centre(differenced, hasMean);
    for (const [p, q] of orders) {
      const model = fitOrder(centred, { p, d, q });
      if (model !== undefined && model.aicc < best.aicc) best = model;
    }
  }
  return best;
}

/** The next value by a model of the series. */
function extrapolate(series: readonly number[], { order, mean, ar, ma }: ArimaModel): number {
  const differenced = order.d === 1 ? difference(series) : series;
  const centred = differenced.map((value) => value - mean);
  const shocks = toShocks(centred, ar, ma);
  const next =
    mean +
    multiply(ar, toLags(centred, centred.length, ar.length)) +
    multiply(ma, toLags(shocks, shocks.length, ma.length));
  return order.d === 1 ? next + (series.at(-1) ?? 0) : next;
}

/** The next value of a series; the mean of fewer than 8 values. 0 for an empty one. */
export function forecastArima(series: readonly number[]): ArimaForecast {
  if (series.length < leastSamples) {
    const mean = toMean(series);
    const model = { order: { p: 0, d: 0, q: 0 }, mean, ar: [], ma: [], aicc: Infinity };
    return { value: mean, model, reason: 'fewSamples' };
  }
  const model = fitArima(series);
  return { value: extrapolate(series, model), model, reason: 'fitted' };
}
