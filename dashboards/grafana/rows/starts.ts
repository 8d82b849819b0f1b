/** What does a cold start cost the caller? */
import { Milliseconds } from '@grafana/grafana-foundation-sdk/units';
import { InfluxqlQuery } from '../influxql-query.ts';
import { asStackedBars, createChart, withColors } from '../panels/chart.ts';
import { type DashboardRow, type PanelToNumber, perSecondUnit } from '../panels/panel.ts';
import { eachStep, ofFunction, perSecond } from '../selection.ts';

export function createStartsRow(): DashboardRow {
  return { title: 'Cold against warm', panels: [createKinds(), createMeans(), createInitialisation()] };
}

function createKinds(): PanelToNumber {
  const chart = createChart(
    {
      title: 'Invocations by kind of start',
      description:
        'cold: waited for a new instance. warm: ran on one that was there. unknown: nobody told, or it was never ' +
        'answered. Cold bars after the beginning are scale-out, or instances that did not live until the next ' +
        'invocation.',
      width: 8,
    },
    perSecondUnit,
    [
      new InfluxqlQuery(
        `SELECT ${perSecond('sum("count")')} FROM "faas_window" WHERE ${ofFunction} ${eachStep(['boot'], '0')}`,
        { alias: '$tag_boot' },
      ),
    ],
  );
  return withColors(asStackedBars(chart), { cold: 'blue', warm: 'orange', unknown: 'text' });
}

function createMeans(): PanelToNumber {
  return createChart(
    {
      title: 'Mean responseTime, cold and warm',
      description:
        'Sum over count of the invocations that ended in each step: a true mean at any zoom. The distance between the ' +
        'cold and the warm line of a function is what a cold start costs its caller; the medians of the run are in ' +
        'the table.',
      width: 8,
    },
    Milliseconds,
    [
      new InfluxqlQuery(
        // Of an unknown start some were never sent: they count, and have no time.
        `SELECT sum("sum_ms") / sum("count") FROM "faas_window" WHERE "boot" <> 'unknown' AND ${ofFunction} ${eachStep(['boot', 'provider', 'fn'], 'null')}`,
        { alias: '$tag_boot $tag_provider $tag_fn' },
      ),
    ],
    { scale: 'log' },
  );
}

function createInitialisation(): PanelToNumber {
  return createChart(
    {
      title: 'Mean initDuration',
      description:
        'The part of a cold start in which the instance starts its runtime and loads the code, mean of the cold starts ' +
        'that ended in each step. No line: nobody told. The rest of a cold responseTime is placement, network and the ' +
        'handler.',
      width: 8,
    },
    Milliseconds,
    [
      new InfluxqlQuery(
        // A cold start without an initDuration adds nothing to the sum: a window that has only those is left out.
        `SELECT sum("init_sum_ms") / sum("count") FROM "faas_window" WHERE "boot" = 'cold' AND "init_sum_ms" > 0 AND ${ofFunction} ${eachStep(['provider', 'fn'], 'null')}`,
        { alias: '$tag_provider $tag_fn' },
      ),
    ],
  );
}
