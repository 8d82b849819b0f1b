/** What came out, in numbers. */
import { BigValueGraphMode } from '@grafana/grafana-foundation-sdk/common';
import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import { Dollars, Milliseconds, PercentUnit, Short } from '@grafana/grafana-foundation-sdk/units';
import type { DashboardRow, PanelToNumber } from '../panels/panel.ts';
import { createStat } from '../panels/stat.ts';
import { createTable } from '../panels/table.ts';
import { ofFunction, ofRun } from '../selection.ts';

export function createHeadlineRow(): DashboardRow {
  return {
    title: 'The run',
    panels: [...createCounts(), createCost(), createSendDelay(), createResults()],
  };
}

function createCounts(): PanelToNumber[] {
  return [
    createStat(
      {
        title: 'Invocations',
        description: 'Invocations that have ended until now, however they ended, warm-up included.',
        width: 5,
      },
      Short,
      `SELECT sum("count") FROM "faas_rollup" WHERE ${ofFunction}`,
    ).graphMode(BigValueGraphMode.None),
    createStat(
      {
        title: 'Cold starts',
        description:
          'Invocations that waited for a new instance, warm-up included. A provider that does not tell has none ' +
          'here: see the kind of start "unknown" below.',
        width: 5,
      },
      Short,
      `SELECT sum("cold") FROM "faas_rollup" WHERE ${ofFunction}`,
    ).graphMode(BigValueGraphMode.None),
    createStat(
      {
        title: 'Not ok',
        description:
          'Invocations that ended failed, throttled, timedOut, dropped or incorrect, warm-up included.',
        width: 5,
      },
      Short,
      `SELECT sum("count") FROM "faas_window" WHERE "outcome" <> 'ok' AND ${ofFunction}`,
    )
      .graphMode(BigValueGraphMode.None)
      .noValue('0')
      .thresholds(redFrom(1)),
  ];
}

function createCost(): PanelToNumber {
  return createStat(
    {
      title: 'Cost',
      description:
        "What the run's invocations would have cost by the price list that its summary names. Known when the run has " +
        'ended.',
      width: 4,
    },
    Dollars,
    `SELECT sum("cost_usd") FROM "faas_summary" WHERE ${ofFunction}`,
  )
    .graphMode(BigValueGraphMode.None)
    .noValue('not yet');
}

function createSendDelay(): PanelToNumber {
  return createStat(
    {
      title: 'Largest send delay',
      description:
        'The latest that the load generator itself sent an invocation. It is part of every responseTime: where it is ' +
        'not small beside them, the generator was the limit, not the platform.',
      width: 5,
    },
    Milliseconds,
    `SELECT max("lag_max_ms") FROM "faas_generator" WHERE ${ofRun}`,
  ).graphMode(BigValueGraphMode.None);
}

/** Column of the table, field of `faas_summary`, unit. */
const results: readonly (readonly [string, string, string])[] = [
  ['invocations', 'count', Short],
  ['cold starts', 'cold', Short],
  ['cold share', 'cold_rate', PercentUnit],
  ['not ok', 'errors', Short],
  ['p50', 'p50_ms', Milliseconds],
  ['p90', 'p90_ms', Milliseconds],
  ['p99', 'p99_ms', Milliseconds],
  ['p99.9', 'p999_ms', Milliseconds],
  ['cold p50', 'cold_p50_ms', Milliseconds],
  ['warm p50', 'warm_p50_ms', Milliseconds],
  ['cost', 'cost_usd', Dollars],
  ['cost per million', 'usd_per_million', Dollars],
  ['break-even', 'breakeven_rps', 'suffix:/s'],
];

function createResults(): PanelToNumber {
  const columns = results.map(([column, field]) => `"${field}" AS "${column}"`).join(', ');
  return createTable(
    {
      title: 'Result of each function',
      description:
        'Of all measured phases, without the warm-up; there when the run has ended. Percentiles are of responseTime, from ' +
        'the full histogram, over cold and warm starts together, forced cold ones included: the report of the run has ' +
        'them phase by phase. Break-even is the rate from which a machine that is always on costs less.',
      width: 24,
    },
    Object.fromEntries(results.map(([column, , unit]) => [column, unit])),
    `SELECT "run", "provider", "fn" AS "function", ${columns} FROM "faas_summary" WHERE ${ofFunction}`,
  );
}

function redFrom(value: number): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
    { value: null, color: 'green' },
    { value, color: 'red' },
  ]);
}
