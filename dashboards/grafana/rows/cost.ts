/** What does the load cost? */
import { Dollars } from '@grafana/grafana-foundation-sdk/units';
import type { Row, Table } from '../panels/panel.ts';
import { asWritten, cumulative, perSecond, type Query, sum, times, type Value } from '../query/query.ts';

const secondsPerHour = 3600;

function eachStep(from: Query['from'], value: Value): Query {
  return {
    from,
    columns: [{ value }],
    chosen: 'functions',
    by: ['provider', 'fn'],
    each: 'step',
    empty: 'zero',
  };
}

const lineOf = (from: Query['from'], value: Value) => [
  { query: eachStep(from, value), name: '{provider} {fn}' },
];

export const costRow: Row = {
  title: 'Cost',
  panels: [
    {
      kind: 'chart',
      title: 'Cost rate, USD per hour',
      description:
        'What an hour of the load at this moment would cost at the first tier of the price list, without a free one: ' +
        'billed GB-seconds and invocations. An invocation whose billedDuration the provider does not tell costs nothing ' +
        'here; the cost of the run, at the top, estimates it.',
      width: 8,
      unit: Dollars,
      lines: lineOf('faas_rollup', times(perSecond(sum('cost_usd')), secondsPerHour)),
    },
    {
      kind: 'chart',
      title: 'Cost until now',
      description:
        'The sum of the cost rate since the left edge of the time range, warm-up included. The full arithmetic is that of ' +
        'the run, at the top.',
      width: 8,
      unit: Dollars,
      lines: lineOf('faas_rollup', cumulative(sum('cost_usd'))),
    },
    {
      kind: 'chart',
      title: 'Billed seconds per second',
      description:
        'billedDuration of what ended in each step, in the rounding of the provider: how many instances one pays for ' +
        'at once. Zero where the provider does not tell.',
      width: 8,
      unit: 'suffix:s/s',
      lines: lineOf('faas_window', times(perSecond(sum('billed_ms')), 0.001)),
    },
  ],
};

const breakEven: Table = {
  kind: 'table',
  title: 'Break-even of each function',
  description:
    'The rate from which a machine that is always on costs less than this function does, by its measured cost per million; there ' +
    'when the run has ended. A load that stays below it is cheaper as a function.',
  width: 24,
  units: { 'break-even': 'suffix:/s', 'cost per million': Dollars, cost: Dollars },
  query: {
    from: 'faas_summary',
    columns: [
      { value: asWritten('run') },
      { value: asWritten('provider') },
      { name: 'function', value: asWritten('fn') },
      { name: 'invocations', value: asWritten('count') },
      { name: 'cost', value: asWritten('cost_usd') },
      { name: 'cost per million', value: asWritten('usd_per_million') },
      { name: 'break-even', value: asWritten('breakeven_rps') },
    ],
    chosen: 'functions',
    each: 'point',
  },
};

export const breakEvenRow: Row = { title: 'Break-even', panels: [breakEven] };
