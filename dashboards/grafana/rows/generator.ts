/** May the numbers above be believed? A generator that is late or busy measures itself. */
import { Milliseconds, Percent, Short } from '@grafana/grafana-foundation-sdk/units';
import { type Line, perSecondUnit, type Row } from '../panels/panel.ts';
import { max, perSecond, type Query, sum } from '../query/query.ts';

/** The largest value of a field in each step, a line for each worker. */
function largest(field: string): Line[] {
  const query: Query = {
    from: 'faas_generator',
    columns: [{ value: max(field) }],
    chosen: 'runs',
    by: ['worker'],
    each: 'step',
  };
  return [{ query, name: '{worker}' }];
}

function rate(field: string, name: string): Line {
  const value = perSecond(sum(field));
  return {
    query: { from: 'faas_generator', columns: [{ value }], chosen: 'runs', each: 'step', empty: 'zero' },
    name,
  };
}

export const generatorRow: Row = {
  title: 'Generator',
  panels: [
    {
      kind: 'chart',
      title: 'sendDelay, largest',
      description:
        'How late the generator sent: sentAt - intendedStart, the largest in each step. It is part of every ' +
        'responseTime. Where the p99 of a phase exceeds 1 ms and 5 % of its median serviceTime, the summary of the run ' +
        'says generator-limited.',
      width: 6,
      unit: Milliseconds,
      lines: largest('lag_max_ms'),
    },
    {
      kind: 'chart',
      title: 'Scheduled, sent and dropped',
      description:
        'scheduled: fell due. sent: handed to the network. dropped: given up because too many were in flight. Sent ' +
        'must lie on scheduled, dropped on zero.',
      width: 6,
      unit: perSecondUnit,
      lines: [rate('sched', 'scheduled'), rate('sent', 'sent'), rate('dropped', 'dropped')],
      colors: { dropped: 'red' },
    },
    {
      kind: 'chart',
      title: 'CPU of the generator',
      description:
        'Of the process that sends, 100 % is one core; the largest in each step. A thread that is near one whole core ' +
        'sends late.',
      width: 6,
      unit: Percent,
      lines: largest('cpu_pct'),
    },
    {
      kind: 'chart',
      title: 'Event-loop delay, largest 1-s p99',
      description:
        'How long the generator was too busy to notice an answer: a responseTime may be too long by this much.',
      width: 6,
      unit: Milliseconds,
      lines: largest('eld_p99_ms'),
    },
  ],
};

export const generatorDetailRow: Row = {
  title: 'Where the generator spends its time',
  panels: [
    {
      kind: 'chart',
      title: 'Event loop busy',
      description:
        'Share of each second in which the loop of a worker did something; the largest in each step. Near 100 % it is late.',
      width: 6,
      unit: Percent,
      lines: largest('busy_pct'),
    },
    {
      kind: 'chart',
      title: 'Garbage collection',
      description:
        'Pauses of the collector in each second, added up; the largest second in each step. Nothing is sent meanwhile.',
      width: 6,
      unit: Milliseconds,
      lines: largest('gc_ms'),
    },
    {
      kind: 'chart',
      title: 'Connections of the generator',
      description:
        'Open sockets of a worker; the most in each step. Growing with the load: connections are not reused, and each new one costs time.',
      width: 6,
      unit: Short,
      lines: largest('connections'),
    },
    {
      kind: 'chart',
      title: 'In flight, of each worker',
      description:
        'Invocations that a worker has sent and that have not ended; the most in each step. At its limit it drops what falls due.',
      width: 6,
      unit: Short,
      lines: largest('inflight'),
    },
  ],
};
