/** How long does a caller wait? */
import { Milliseconds } from '@grafana/grafana-foundation-sdk/units';
import { createBucketQuery } from '../buckets.ts';
import type { Heatmap, Line, Row } from '../panels/panel.ts';
import { max, median, type Value } from '../query/query.ts';

function lineOf(value: Value): Line {
  return {
    query: {
      from: 'faas_rollup',
      columns: [{ value }],
      chosen: 'functions',
      by: ['provider', 'fn'],
      each: 'step',
    },
    name: '{provider} {fn}',
  };
}

const heatmap: Heatmap = {
  kind: 'heatmap',
  title: 'responseTime, all invocations',
  description:
    'Each cell counts the invocations that ended in that step with a responseTime up to the bound at its left and ' +
    'above the one below. Two bands are two kinds of start; a band that rises is a queue that grows. Invocations ' +
    'that were never sent are in no cell.',
  width: 24,
  unit: Milliseconds,
  query: createBucketQuery('step'),
};

export const heatmapRow: Row = { title: 'Response time', panels: [heatmap] };

export const responseTimeRow: Row = {
  title: 'Response time',
  panels: [
    {
      kind: 'chart',
      title: 'responseTime p50: median of 1-s p50',
      description:
        'From the moment an invocation was meant to start to its end. Each second has its own p50; a step longer than ' +
        'a second shows the median of them, which is not the p50 of the step. The p50 of the run is in the table.',
      width: 12,
      unit: Milliseconds,
      lines: [lineOf(median('p50_ms'))],
      scale: 'log',
    },
    {
      kind: 'chart',
      title: 'responseTime p99: max of 1-s p99',
      description:
        'Each second has its own p99; a step longer than a second shows the largest of them, which is above the p99 of ' +
        'the step. It shows when the tail was bad, not how bad the run was: that p99 is in the table.',
      width: 12,
      unit: Milliseconds,
      lines: [lineOf(max('p99_ms'))],
      scale: 'log',
    },
    heatmap,
  ],
};
