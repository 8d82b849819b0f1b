/** Did it get better or worse since the last time? */
import { Dollars, Milliseconds, PercentUnit, Short } from '@grafana/grafana-foundation-sdk/units';
import type { Line, Row } from '../panels/panel.ts';
import { asWritten } from '../query/query.ts';

/** A point for each run in the time range, at its start. */
function eachRun(field: string, name: string): Line {
  return {
    query: {
      from: 'faas_summary',
      columns: [{ value: asWritten(field) }],
      chosen: 'everyRun',
      by: ['suite', 'provider', 'fn'],
      each: 'point',
    },
    name: `${name} {suite} {provider} {fn}`,
  };
}

const everyRun =
  'A point for each run that began in the time range, chosen above or not, by scenario, provider and function. ';

export const runToRunRow: Row = {
  title: 'Run to run',
  panels: [
    {
      kind: 'chart',
      title: 'responseTime p99 of each run',
      description: `${everyRun}The p99 of all its measured invocations.`,
      width: 8,
      unit: Milliseconds,
      lines: [eachRun('p99_ms', 'p99')],
      scale: 'log',
      style: 'points',
    },
    {
      kind: 'chart',
      title: 'Median responseTime of each run, cold and warm',
      description: `${everyRun}No cold point: it had too few cold starts for a median, or none.`,
      width: 8,
      unit: Milliseconds,
      lines: [eachRun('cold_p50_ms', 'cold'), eachRun('warm_p50_ms', 'warm')],
      scale: 'log',
      style: 'points',
    },
    {
      kind: 'chart',
      title: 'Cost per million invocations of each run',
      description: `${everyRun}By the price list that its summary names.`,
      width: 8,
      unit: Dollars,
      lines: [eachRun('usd_per_million', 'cost')],
      style: 'points',
    },
  ],
};

export const runCountsRow: Row = {
  title: 'How each run went',
  panels: [
    {
      kind: 'chart',
      title: 'Share of cold starts of each run',
      description: `${everyRun}Of its measured invocations, those that waited for a new instance.`,
      width: 8,
      unit: PercentUnit,
      lines: [eachRun('cold_rate', 'cold')],
      style: 'points',
    },
    {
      kind: 'chart',
      title: 'Invocations of each run',
      description: `${everyRun}Measured ones only: runs of different length are compared by their percentiles, not by this.`,
      width: 8,
      unit: Short,
      lines: [eachRun('count', 'invocations')],
      style: 'points',
    },
    {
      kind: 'chart',
      title: 'Not ok, of each run',
      description: `${everyRun}Measured invocations that did not end ok. A better percentile beside more of these is not better.`,
      width: 8,
      unit: Short,
      lines: [eachRun('errors', 'not ok')],
      style: 'points',
    },
  ],
};
