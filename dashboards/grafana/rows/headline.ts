/** What came out, in numbers. */
import { Dollars, Milliseconds, PercentUnit, Short } from '@grafana/grafana-foundation-sdk/units';
import type { Row, Stat, Table } from '../panels/panel.ts';
import { asWritten, isNotTag, max, type Query, sum } from '../query/query.ts';

function inRange(from: Query['from'], field: string, where: Query['where'] = []): Query {
  return { from, columns: [{ value: sum(field) }], where, chosen: 'functions', each: 'range' };
}

const stats: readonly Stat[] = [
  {
    kind: 'stat',
    title: 'Invocations',
    description: 'Invocations that have ended until now, however they ended, warm-up included.',
    width: 5,
    unit: Short,
    query: inRange('faas_rollup', 'count'),
  },
  {
    kind: 'stat',
    title: 'Cold starts',
    description:
      'Invocations that waited for a new instance, warm-up included. A provider that does not tell has none ' +
      'here: see the kind of start "unknown" below.',
    width: 5,
    unit: Short,
    query: inRange('faas_rollup', 'cold'),
  },
  {
    kind: 'stat',
    title: 'Not ok',
    description:
      'Invocations that ended failed, throttled, timedOut, dropped or incorrect, warm-up included.',
    width: 5,
    unit: Short,
    query: inRange('faas_window', 'count', [isNotTag('outcome', 'ok')]),
    without: '0',
    redFrom: 1,
  },
  {
    kind: 'stat',
    title: 'Cost',
    description:
      "What the run's invocations would have cost by the price list that its summary names. Known when the run has " +
      'ended.',
    width: 4,
    unit: Dollars,
    query: inRange('faas_summary', 'cost_usd'),
    without: 'not yet',
  },
  {
    kind: 'stat',
    title: 'Largest send delay',
    description:
      'The latest that the load generator itself sent an invocation. It is part of every responseTime: where it is ' +
      'not small beside them, the generator was the limit, not the platform.',
    width: 5,
    unit: Milliseconds,
    query: { from: 'faas_generator', columns: [{ value: max('lag_max_ms') }], chosen: 'runs', each: 'range' },
  },
];

/** Column of the table, field of `faas_summary`, unit. */
const columns: readonly (readonly [string, string, string])[] = [
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

const results: Table = {
  kind: 'table',
  title: 'Result of each function',
  description:
    'Of all measured phases, without the warm-up; there when the run has ended. Percentiles are of responseTime, from ' +
    'the full histogram, over cold and warm starts together, forced cold ones included: the report of the run has ' +
    'them phase by phase. Break-even is the rate from which a machine that is always on costs less.',
  width: 24,
  units: Object.fromEntries(columns.map(([column, , unit]) => [column, unit])),
  query: {
    from: 'faas_summary',
    columns: [
      { value: asWritten('run') },
      { value: asWritten('provider') },
      { name: 'function', value: asWritten('fn') },
      ...columns.map(([name, field]) => ({ name, value: asWritten(field) })),
    ],
    chosen: 'functions',
    each: 'point',
  },
};

export const headlineRow: Row = { title: 'The run', panels: [...stats, results] };
export const resultsRow: Row = { title: 'Results', panels: [results] };
