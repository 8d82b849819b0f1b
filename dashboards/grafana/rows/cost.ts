/** What does the load cost? */
import { Dollars } from '@grafana/grafana-foundation-sdk/units';
import { InfluxqlQuery } from '../influxql-query.ts';
import { createChart } from '../panels/chart.ts';
import type { DashboardRow, PanelToNumber } from '../panels/panel.ts';
import { eachStep, ofFunction, perSecond } from '../selection.ts';

export function createCostRow(): DashboardRow {
  return { title: 'Cost', panels: [createRate(), createTotal(), createBilledDuration()] };
}

const step = eachStep(['provider', 'fn'], '0');
const alias = '$tag_provider $tag_fn';

function createRate(): PanelToNumber {
  return createChart(
    {
      title: 'Cost rate, USD per hour',
      description:
        'What an hour of the load at this moment would cost at the first tier of the price list, without a free one: ' +
        'billed GB-seconds and invocations. An invocation whose billedDuration the provider does not tell costs nothing ' +
        'here; the cost of the run, at the top, estimates it.',
      width: 8,
    },
    Dollars,
    [
      new InfluxqlQuery(
        `SELECT ${perSecond('sum("cost_usd")')} * 3600 FROM "faas_rollup" WHERE ${ofFunction} ${step}`,
        { alias },
      ),
    ],
  );
}

function createTotal(): PanelToNumber {
  return createChart(
    {
      title: 'Cost until now',
      description:
        'The sum of the cost rate since the left edge of the time range, warm-up included. The full arithmetic is that of ' +
        'the run, at the top.',
      width: 8,
    },
    Dollars,
    [
      new InfluxqlQuery(
        `SELECT cumulative_sum(sum("cost_usd")) FROM "faas_rollup" WHERE ${ofFunction} ${step}`,
        { alias },
      ),
    ],
  );
}

function createBilledDuration(): PanelToNumber {
  return createChart(
    {
      title: 'Billed seconds per second',
      description:
        'billedDuration of what ended in each step, in the rounding of the provider: how many instances one pays for ' +
        'at once. Zero where the provider does not tell.',
      width: 8,
    },
    'suffix:s/s',
    [
      new InfluxqlQuery(
        `SELECT ${perSecond('sum("billed_ms")')} / 1000 FROM "faas_window" WHERE ${ofFunction} ${step}`,
        { alias },
      ),
    ],
  );
}
