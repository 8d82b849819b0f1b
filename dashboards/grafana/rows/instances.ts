/** How does the platform scale out, and in? */
import { Short } from '@grafana/grafana-foundation-sdk/units';
import type { Line, Row } from '../panels/panel.ts';
import { max, sum } from '../query/query.ts';

function countOf(field: string, name: string): Line {
  return {
    query: {
      from: 'faas_rollup',
      columns: [{ value: sum(field) }],
      chosen: 'functions',
      each: 'step',
      empty: 'zero',
    },
    name,
  };
}

export const instancesRow: Row = {
  title: 'Instances',
  panels: [
    {
      kind: 'chart',
      title: 'Instances',
      description:
        'While the run lasts: the distinct instances that answered in a second. When it has ended, and the provider ' +
        'keeps a record: the instances that were ready at the end of each second, busy or idle. The most in each step.',
      width: 12,
      unit: Short,
      lines: [
        {
          query: {
            from: 'faas_rollup',
            columns: [{ value: max('instances') }],
            chosen: 'functions',
            by: ['provider', 'fn'],
            each: 'step',
          },
          name: '{provider} {fn}',
        },
      ],
      style: 'steps',
    },
    {
      kind: 'chart',
      title: 'New and gone instances',
      description:
        'Upwards: instances that became ready (or, while the run lasts, answered for the first time). Downwards: ' +
        "instances that were removed, known from the provider's record when the run has ended.",
      width: 12,
      unit: Short,
      lines: [countOf('inst_new', 'new'), countOf('inst_gone', 'gone')],
      style: 'bars',
      colors: { new: 'blue', gone: 'orange' },
      downwards: ['gone'],
    },
  ],
};
