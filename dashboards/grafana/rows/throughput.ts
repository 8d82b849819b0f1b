/** Did the load reach the platform, and did the platform keep up? */
import { Short } from '@grafana/grafana-foundation-sdk/units';
import { InfluxqlQuery } from '../influxql-query.ts';
import { asStackedBars, createChart, withColors } from '../panels/chart.ts';
import { type DashboardRow, type PanelToNumber, perSecondUnit } from '../panels/panel.ts';
import { eachStep, ofFunction, perSecond } from '../selection.ts';

export function createThroughputRow(): DashboardRow {
  return { title: 'Throughput', panels: [createTarget(), createNotOk(), createInFlight()] };
}

function createTarget(): PanelToNumber {
  const step = eachStep([], '0');
  const ended = (condition: string): string =>
    `SELECT ${perSecond('sum("count")')} FROM "faas_window" WHERE ${condition} AND ${ofFunction} ${step}`;
  return createChart(
    {
      title: 'Target and achieved rate',
      description:
        'Target: how many invocations were meant to start. Achieved: how many ended ok; ended: how many were sent and ' +
        'came to any end. Achieved below target for long: the platform (or the generator) cannot keep up. The first ' +
        'and the last step are cut by the time range and read low.',
      width: 10,
    },
    perSecondUnit,
    [
      new InfluxqlQuery(
        `SELECT ${perSecond('sum("target_rps")')} FROM "faas_rollup" WHERE ${ofFunction} ${step}`,
        { alias: 'target' },
      ),
      new InfluxqlQuery(ended(`"outcome" = 'ok'`), { alias: 'achieved' }),
      new InfluxqlQuery(ended(`"outcome" <> 'dropped'`), { alias: 'ended' }),
    ],
  ).overrideByName('target', [{ id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 6] } }]);
}

function createNotOk(): PanelToNumber {
  const chart = createChart(
    {
      title: 'Not ok, by outcome',
      description:
        'failed: the function or the platform answered with an error. throttled: refused for lack of capacity. ' +
        'timedOut: a time limit passed. dropped: the generator never sent it. incorrect: the answer was wrong. No bar ' +
        'is good.',
      width: 7,
    },
    perSecondUnit,
    [
      new InfluxqlQuery(
        `SELECT ${perSecond('sum("count")')} FROM "faas_window" WHERE "outcome" <> 'ok' AND ${ofFunction} ${eachStep(['outcome'], '0')}`,
        { alias: '$tag_outcome' },
      ),
    ],
  );
  return withColors(asStackedBars(chart), {
    failed: 'red',
    throttled: 'orange',
    timedOut: 'purple',
    dropped: 'text',
    incorrect: 'yellow',
  });
}

function createInFlight(): PanelToNumber {
  return createChart(
    {
      title: 'In flight',
      description:
        'Invocations that were sent and had not ended at the end of a second; the most in each step. Rising without ' +
        'end: more comes in than is served.',
      width: 7,
    },
    Short,
    [
      new InfluxqlQuery(
        `SELECT max("inflight") FROM "faas_rollup" WHERE ${ofFunction} ${eachStep(['provider', 'fn'], 'null')}`,
        { alias: '$tag_provider $tag_fn' },
      ),
    ],
  );
}
