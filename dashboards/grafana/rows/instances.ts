/** How does the platform scale out, and in? */
import { LineInterpolation } from '@grafana/grafana-foundation-sdk/common';
import { Short } from '@grafana/grafana-foundation-sdk/units';
import { InfluxqlQuery } from '../influxql-query.ts';
import { asBars, createChart, withColors } from '../panels/chart.ts';
import type { DashboardRow, PanelToNumber } from '../panels/panel.ts';
import { eachStep, ofFunction } from '../selection.ts';

export function createInstancesRow(): DashboardRow {
  return { title: 'Instances', panels: [createAlive(), createNewAndGone()] };
}

function createAlive(): PanelToNumber {
  return createChart(
    {
      title: 'Instances',
      description:
        'While the run lasts: the distinct instances that answered in a second. When it has ended, and the provider ' +
        'keeps a record: the instances that were ready at the end of each second, busy or idle. The most in each step.',
      width: 12,
    },
    Short,
    [
      new InfluxqlQuery(
        `SELECT max("instances") FROM "faas_rollup" WHERE ${ofFunction} ${eachStep(['provider', 'fn'], 'null')}`,
        { alias: '$tag_provider $tag_fn' },
      ),
    ],
  ).lineInterpolation(LineInterpolation.StepAfter);
}

function createNewAndGone(): PanelToNumber {
  const step = eachStep([], '0');
  const chart = createChart(
    {
      title: 'New and gone instances',
      description:
        'Upwards: instances that became ready (or, while the run lasts, answered for the first time). Downwards: ' +
        "instances that were removed, known from the provider's record when the run has ended.",
      width: 12,
    },
    Short,
    [
      new InfluxqlQuery(`SELECT sum("inst_new") FROM "faas_rollup" WHERE ${ofFunction} ${step}`, {
        alias: 'new',
      }),
      new InfluxqlQuery(`SELECT sum("inst_gone") FROM "faas_rollup" WHERE ${ofFunction} ${step}`, {
        alias: 'gone',
      }),
    ],
  );
  return withColors(asBars(chart), { new: 'blue', gone: 'orange' }).overrideByName('gone', [
    { id: 'custom.transform', value: 'negative-Y' },
  ]);
}
