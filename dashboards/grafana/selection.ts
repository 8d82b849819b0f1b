/**
 * What the reader of the dashboard has selected, as conditions of InfluxQL. Grafana puts in the values: `:regex` escapes
 * them and joins several to `(a|b)`, `$timeFilter` is the time range, `$__interval` the width of one step of a chart.
 */
import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';

/** Whatever InfluxDB is chosen at the top of the dashboard, so that its JSON fits every Grafana. */
export const influxSource: DataSourceRef = { type: 'influxdb', uid: '${datasource}' };

const isProvider = '"provider" =~ /^${provider:regex}$/';
const isFunction = '"fn" =~ /^${function:regex}$/';

/** The chosen runs, whatever the time: the lists of providers and functions. */
export const isRun = '"run" =~ /^${run:regex}$/';

/** For measurements without a provider and a function: events and the generator. */
export const ofRun: string = `${isRun} AND $timeFilter`;

/** For measurements of a function. */
export const ofFunction: string = `${isRun} AND ${isProvider} AND ${isFunction} AND $timeFilter`;

/** Every run in the time range, chosen or not. */
export const ofEveryRun: string = `${isProvider} AND ${isFunction} AND $timeFilter`;

/** A sum over one step of a chart, as a rate. */
export function perSecond(sum: string): string {
  return `${sum} * 1000 / $__interval_ms`;
}

/**
 * One step of a chart, and a line for each value of the tags.
 *
 * @param fill - what a step without points is: `0` for counts, `null` (a gap) for what does not exist without them.
 */
export function eachStep(tags: readonly string[], fill: '0' | 'null'): string {
  return `GROUP BY ${['time($__interval)', ...tags.map((tag) => `"${tag}"`)].join(', ')} fill(${fill})`;
}
