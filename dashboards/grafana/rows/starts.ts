/** What does a cold start cost the caller? */
import { Milliseconds, Short } from '@grafana/grafana-foundation-sdk/units';
import { createBucketQuery } from '../buckets.ts';
import { type Line, perSecondUnit, type Row } from '../panels/panel.ts';
import {
  isAbove,
  isNotTag,
  isTag,
  minus,
  perSecond,
  type Query,
  ratio,
  sum,
  type Value,
} from '../query/query.ts';

function meanBy(by: readonly string[], value: Value, where: Query['where']): Query {
  return {
    from: 'faas_window',
    columns: [{ value }],
    ...(where && { where }),
    chosen: 'functions',
    by,
    each: 'step',
  };
}

export const startsRow: Row = {
  title: 'Cold against warm',
  panels: [
    {
      kind: 'chart',
      title: 'Invocations by kind of start',
      description:
        'cold: waited for a new instance. warm: ran on one that was there. unknown: nobody told, or it was never ' +
        'answered. Cold bars after the beginning are scale-out, or instances that did not live until the next ' +
        'invocation.',
      width: 8,
      unit: perSecondUnit,
      lines: [
        {
          query: {
            from: 'faas_window',
            columns: [{ value: perSecond(sum('count')) }],
            chosen: 'functions',
            by: ['boot'],
            each: 'step',
            empty: 'zero',
          },
          name: '{boot}',
        },
      ],
      style: 'stacked',
      colors: { cold: 'blue', warm: 'orange', unknown: 'text' },
    },
    {
      kind: 'chart',
      title: 'Mean responseTime, cold and warm',
      description:
        'Sum over count of the invocations that ended in each step: a true mean at any zoom. The distance between the ' +
        'cold and the warm line of a function is what a cold start costs its caller; the medians of the run are in ' +
        'the table.',
      width: 8,
      unit: Milliseconds,
      lines: [
        {
          // Of an unknown start some were never sent: they count, and have no time.
          query: meanBy(['boot', 'provider', 'fn'], ratio(sum('sum_ms'), sum('count')), [
            isNotTag('boot', 'unknown'),
          ]),
          name: '{boot} {provider} {fn}',
        },
      ],
      scale: 'log',
    },
    {
      kind: 'chart',
      title: 'Mean initDuration',
      description:
        'The part of a cold start in which the instance starts its runtime and loads the code, mean of the cold starts ' +
        'that ended in each step. No line: nobody told. The rest of a cold responseTime is placement, network and the ' +
        'handler.',
      width: 8,
      unit: Milliseconds,
      lines: [
        {
          // A cold start without an initDuration adds nothing to the sum: a window that has only those is left out.
          query: meanBy(['provider', 'fn'], ratio(sum('init_sum_ms'), sum('count')), [
            isTag('boot', 'cold'),
            isAbove('init_sum_ms', 0),
          ]),
          name: '{provider} {fn}',
        },
      ],
    },
  ],
};

function partOf(name: string, value: Value): Line {
  return { query: meanBy([], value, [isTag('boot', 'cold'), isAbove('init_sum_ms', 0)]), name };
}

const histogram = (start: 'cold' | 'warm') => ({
  kind: 'bars' as const,
  title: `responseTime of ${start} starts`,
  description:
    `How many invocations with a ${start} start ended in the time range with a responseTime up to the bound at the left, in ms, and ` +
    'above the one before. The two distributions have the same bounds: the distance between their peaks is the price of a cold start.',
  width: 12,
  unit: Short,
  lines: [{ query: createBucketQuery('range', [isTag('boot', start)]), name: '$col' }],
});

export const distributionRow: Row = {
  title: 'Distribution, cold against warm',
  panels: [histogram('cold'), histogram('warm')],
};

export const breakdownRow: Row = {
  title: 'Where a cold start goes',
  panels: [
    {
      kind: 'chart',
      title: 'Parts of a cold start, mean',
      description:
        'Of the cold starts that told their initDuration: that part, and the rest of the responseTime, which is placement, ' +
        'network, waiting and the handler; both are means of what ended in each step.',
      width: 12,
      unit: Milliseconds,
      lines: [
        partOf('initDuration', ratio(sum('init_sum_ms'), sum('count'))),
        partOf('the rest', ratio(minus(sum('sum_ms'), sum('init_sum_ms')), sum('count'))),
      ],
      style: 'stacked',
      colors: { initDuration: 'blue', 'the rest': 'orange' },
    },
    {
      kind: 'heatmap',
      title: 'responseTime of cold starts over time',
      description:
        'Each cell counts the cold starts that ended in that step with a responseTime up to the bound at its left. One band is ' +
        'one way to start; a band that rises while instances are added is a platform that starts them one after another.',
      width: 12,
      unit: Milliseconds,
      query: createBucketQuery('step', [isTag('boot', 'cold')]),
    },
  ],
};
