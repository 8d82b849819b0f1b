/** Which provider does better? The same measures of each, beside each other. */
import { Dollars, Milliseconds, PercentUnit, Short } from '@grafana/grafana-foundation-sdk/units';
import { type Bars, type Chart, type Line, perSecondUnit, type Row } from '../panels/panel.ts';
import {
  isNotTag,
  isTag,
  max,
  median,
  perSecond,
  type Query,
  ratio,
  sum,
  type Value,
} from '../query/query.ts';

function inRange(value: Value): Line[] {
  return [
    {
      query: {
        from: 'faas_summary',
        columns: [{ value }],
        chosen: 'functions',
        by: ['provider'],
        each: 'range',
      },
      name: '{provider}',
    },
  ];
}

function eachStep(from: Query['from'], value: Value, where: Query['where'] = []): Line[] {
  return [
    {
      query: { from, columns: [{ value }], where, chosen: 'functions', by: ['provider'], each: 'step' },
      name: '{provider}',
    },
  ];
}

const bars: readonly Bars[] = [
  {
    kind: 'bars',
    title: 'Median of warm starts',
    description:
      'Of responseTime, by provider: the median over the chosen functions of the median of each. There when a run has ended.',
    width: 6,
    unit: Milliseconds,
    lines: inRange(median('warm_p50_ms')),
  },
  {
    kind: 'bars',
    title: 'Median of cold starts',
    description:
      'Of responseTime, by provider: the median over the chosen functions of the median of each. None: too few cold starts to tell.',
    width: 6,
    unit: Milliseconds,
    lines: inRange(median('cold_p50_ms')),
  },
  {
    kind: 'bars',
    title: 'Worst p99',
    description:
      'The largest p99 of responseTime among the chosen functions of each provider, over cold and warm starts together.',
    width: 6,
    unit: Milliseconds,
    lines: inRange(max('p99_ms')),
  },
  {
    kind: 'bars',
    title: 'Median cost per million',
    description:
      'Of the chosen functions of each provider, by the price list that the summary of the run names.',
    width: 6,
    unit: Dollars,
    lines: inRange(median('usd_per_million')),
  },
];

const charts: readonly Chart[] = [
  {
    kind: 'chart',
    title: 'Mean responseTime of warm starts, by provider',
    description:
      'Sum over count of what ended in each step: a true mean at any zoom. Runs that were not at the same time lie beside each other.',
    width: 12,
    unit: Milliseconds,
    lines: eachStep('faas_window', ratio(sum('sum_ms'), sum('count')), [isTag('boot', 'warm')]),
    scale: 'log',
  },
  {
    kind: 'chart',
    title: 'Mean responseTime of cold starts, by provider',
    description:
      'Sum over count of what ended in each step. Few points are few cold starts: the report of a run has the interval.',
    width: 12,
    unit: Milliseconds,
    lines: eachStep('faas_window', ratio(sum('sum_ms'), sum('count')), [isTag('boot', 'cold')]),
    scale: 'log',
    style: 'points',
  },
  {
    kind: 'chart',
    title: 'Instances, by provider',
    description:
      'Of the function of each provider that has the most: how many were there, the most in each step.',
    width: 8,
    unit: Short,
    lines: eachStep('faas_rollup', max('instances')),
    style: 'steps',
  },
  {
    kind: 'chart',
    title: 'Not ok, by provider',
    description:
      'Invocations of each provider that ended in any other way than ok. Being quick to refuse is not being quick.',
    width: 8,
    unit: perSecondUnit,
    lines: eachStep('faas_window', perSecond(sum('count')), [isNotTag('outcome', 'ok')]),
    style: 'bars',
  },
  {
    kind: 'chart',
    title: 'Share of cold starts, by provider',
    description: 'Of the invocations that ended in each step, those that waited for a new instance.',
    width: 8,
    unit: PercentUnit,
    lines: eachStep('faas_rollup', ratio(sum('cold'), sum('count'))),
  },
];

export const providerResultsRow: Row = { title: 'Each provider', panels: bars };
export const providerChartsRow: Row = { title: 'Over time', panels: charts };
