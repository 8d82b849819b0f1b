/** How long does a caller wait? */
import { Milliseconds } from '@grafana/grafana-foundation-sdk/units';
import { InfluxqlQuery } from '../influxql-query.ts';
import { createBucketHeatmap } from '../panels/bucket-heatmap.ts';
import { createChart } from '../panels/chart.ts';
import type { DashboardRow, PanelToNumber } from '../panels/panel.ts';
import { eachStep, ofFunction } from '../selection.ts';

export function createResponseTimeRow(): DashboardRow {
  return { title: 'Response time', panels: [createMedian(), createTail(), createHeatmap()] };
}

const step = eachStep(['provider', 'fn'], 'null');

function createMedian(): PanelToNumber {
  return createChart(
    {
      title: 'responseTime p50: median of 1-s p50',
      description:
        'From the moment an invocation was meant to start to its end. Each second has its own p50; a step longer than ' +
        'a second shows the median of them, which is not the p50 of the step. The p50 of the run is in the table.',
      width: 12,
    },
    Milliseconds,
    [
      new InfluxqlQuery(`SELECT median("p50_ms") FROM "faas_rollup" WHERE ${ofFunction} ${step}`, {
        alias: '$tag_provider $tag_fn',
      }),
    ],
    { scale: 'log' },
  );
}

function createTail(): PanelToNumber {
  return createChart(
    {
      title: 'responseTime p99: max of 1-s p99',
      description:
        'Each second has its own p99; a step longer than a second shows the largest of them, which is above the p99 of ' +
        'the step. It shows when the tail was bad, not how bad the run was: that p99 is in the table.',
      width: 12,
    },
    Milliseconds,
    [
      new InfluxqlQuery(`SELECT max("p99_ms") FROM "faas_rollup" WHERE ${ofFunction} ${step}`, {
        alias: '$tag_provider $tag_fn',
      }),
    ],
    { scale: 'log' },
  );
}

function createHeatmap(): PanelToNumber {
  return createBucketHeatmap({
    title: 'responseTime, all invocations',
    description:
      'Each cell counts the invocations that ended in that step with a responseTime up to the bound at its left and ' +
      'above the one below. Two bands are two kinds of start; a band that rises is a queue that grows. Invocations ' +
      'that were never sent are in no cell.',
    width: 24,
  });
}
