/** Does a series keep its level? The test by which a time series model decides whether to take differences. */

/** Long-run variance of what deviates from the mean, with Bartlett's weights. */
function toLongRunVariance(deviations: readonly number[], lags: number): number {
  const { length } = deviations;
  let variance = 0;
  for (let lag = 0; lag <= lags; lag++) {
    let sum = 0;
    for (let at = lag; at < length; at++) sum += (deviations[at] ?? 0) * (deviations[at - lag] ?? 0);
    variance += ((lag === 0 ? 1 : 2 * (1 - lag / (lags + 1))) * sum) / length;
  }
  return variance;
}

/**
 * The statistic of Kwiatkowski, Phillips, Schmidt and Shin (1992) for a constant level, with trunc(3 sqrt(n) / 13) lags
 * as R's tseries and pmdarima take by default. 0 for a constant series.
 */
export function toKpssStatistic(series: readonly number[]): number {
  const { length } = series;
  const mean = series.reduce((sum, value) => sum + value, 0) / length;
  const deviations = series.map((value) => value - mean);
  let partial = 0;
  let squares = 0;
  for (const deviation of deviations) {
    partial += deviation;
    squares += partial * partial;
  }
  const variance = toLongRunVariance(deviations, Math.trunc((3 * Math.sqrt(length)) / 13));
  return variance > 0 ? squares / (length * length * variance) : 0;
}

/** Critical value of the statistic at 5 %. */
export const kpssCriticalValue = 0.463;
