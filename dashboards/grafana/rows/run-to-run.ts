/** Did it get better or worse since the last time? */
import { VisibilityMode } from '@grafana/grafana-foundation-sdk/common';
import { Dollars, Milliseconds } from '@grafana/grafana-foundation-sdk/units';
import { InfluxqlQuery } from '../influxql-query.ts';
import { createChart } from '../panels/chart.ts';
import type { DashboardRow, PanelToNumber } from '../panels/panel.ts';
import { ofEveryRun } from '../selection.ts';

export function createRunToRunRow(): DashboardRow {
  return { title: 'Run to run', panels: [createTail(), createMedians(), createCost()] };
}

/** A point for each run in the time range, at its start. */
function eachRun(field: string, name: string): InfluxqlQuery {
  return new InfluxqlQuery(
    `SELECT "${field}" FROM "faas_summary" WHERE ${ofEveryRun} GROUP BY "suite", "provider", "fn"`,
    { alias: `${name} $tag_suite $tag_provider $tag_fn` },
  );
}

const everyRun =
  'A point for each run that began in the time range, chosen above or not, by scenario, provider and function. ';

function createTail(): PanelToNumber {
  return createChart(
    {
      title: 'responseTime p99 of each run',
      description: `${everyRun}The p99 of all its measured invocations.`,
      width: 8,
    },
    Milliseconds,
    [eachRun('p99_ms', 'p99')],
    { scale: 'log' },
  ).showPoints(VisibilityMode.Always);
}

function createMedians(): PanelToNumber {
  return createChart(
    {
      title: 'Median responseTime of each run, cold and warm',
      description: `${everyRun}No cold point: it had too few cold starts for a median, or none.`,
      width: 8,
    },
    Milliseconds,
    [eachRun('cold_p50_ms', 'cold'), eachRun('warm_p50_ms', 'warm')],
    { scale: 'log' },
  ).showPoints(VisibilityMode.Always);
}

function createCost(): PanelToNumber {
  return createChart(
    {
      title: 'Cost per million invocations of each run',
      description: `${everyRun}By the price list that its summary names.`,
      width: 8,
    },
    Dollars,
    [eachRun('usd_per_million', 'cost')],
  ).showPoints(VisibilityMode.Always);
}
