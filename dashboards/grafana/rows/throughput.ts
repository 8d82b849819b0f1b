/** Did the load reach the platform, and did the platform keep up? */
import { Short } from '@grafana/grafana-foundation-sdk/units';
import { type Chart, type Line, perSecondUnit, type Row } from '../panels/panel.ts';
import { isNotTag, isTag, max, perSecond, type Query, sum } from '../query/query.ts';

function rate(from: Query['from'], field: string, name: string, where: Query['where'] = []): Line {
  const columns = [{ value: perSecond(sum(field)) }];
  return { query: { from, columns, where, chosen: 'functions', each: 'step', empty: 'zero' }, name };
}

const target: Chart = {
  kind: 'chart',
  title: 'Target and achieved rate',
  description:
    'Target: how many invocations were meant to start. Achieved: how many ended ok; ended: how many were sent and ' +
    'came to any end. Achieved below target for long: the platform (or the generator) cannot keep up. The first ' +
    'and the last step are cut by the time range and read low.',
  width: 10,
  unit: perSecondUnit,
  lines: [
    rate('faas_rollup', 'target_rps', 'target'),
    rate('faas_window', 'count', 'achieved', [isTag('outcome', 'ok')]),
    rate('faas_window', 'count', 'ended', [isNotTag('outcome', 'dropped')]),
  ],
  dashed: ['target'],
};

const notOk: Chart = {
  kind: 'chart',
  title: 'Not ok, by outcome',
  description:
    'failed: the function or the platform answered with an error. throttled: refused for lack of capacity. ' +
    'timedOut: a time limit passed. dropped: the generator never sent it. incorrect: the answer was wrong. No bar ' +
    'is good.',
  width: 7,
  unit: perSecondUnit,
  lines: [
    {
      query: {
        from: 'faas_window',
        columns: [{ value: perSecond(sum('count')) }],
        where: [isNotTag('outcome', 'ok')],
        chosen: 'functions',
        by: ['outcome'],
        each: 'step',
        empty: 'zero',
      },
      name: '{outcome}',
    },
  ],
  style: 'stacked',
  colors: { failed: 'red', throttled: 'orange', timedOut: 'purple', dropped: 'text', incorrect: 'yellow' },
};

const inFlight: Chart = {
  kind: 'chart',
  title: 'In flight',
  description:
    'Invocations that were sent and had not ended at the end of a second; the most in each step. Rising without ' +
    'end: more comes in than is served.',
  width: 7,
  unit: Short,
  lines: [
    {
      query: {
        from: 'faas_rollup',
        columns: [{ value: max('inflight') }],
        chosen: 'functions',
        by: ['provider', 'fn'],
        each: 'step',
      },
      name: '{provider} {fn}',
    },
  ],
};

export const throughputRow: Row = { title: 'Throughput', panels: [target, notOk, inFlight] };
