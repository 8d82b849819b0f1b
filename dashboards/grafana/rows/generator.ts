/** May the numbers above be believed? A generator that is late or busy measures itself. */
import { Milliseconds, Percent } from '@grafana/grafana-foundation-sdk/units';
import { InfluxqlQuery } from '../influxql-query.ts';
import { createChart, withColors } from '../panels/chart.ts';
import { type DashboardRow, type PanelToNumber, perSecondUnit } from '../panels/panel.ts';
import { eachStep, ofRun, perSecond } from '../selection.ts';

export function createGeneratorRow(): DashboardRow {
  return {
    title: 'Generator',
    panels: [createSendDelay(), createSent(), createCpu(), createEventLoopDelay()],
  };
}

/** The largest value of a field in each step, a line for each worker. */
function largest(field: string): InfluxqlQuery {
  const query = `SELECT max("${field}") FROM "faas_generator" WHERE ${ofRun} ${eachStep(['worker'], 'null')}`;
  return new InfluxqlQuery(query, { alias: '$tag_worker' });
}

function createSendDelay(): PanelToNumber {
  return createChart(
    {
      title: 'sendDelay, largest',
      description:
        'How late the generator sent: sentAt - intendedStart, the largest in each step. It is part of every ' +
        'responseTime. Where the p99 of a phase exceeds 1 ms and 5 % of its median serviceTime, the summary of the run ' +
        'says generator-limited.',
      width: 6,
    },
    Milliseconds,
    [largest('lag_max_ms')],
  );
}

function createSent(): PanelToNumber {
  const rate = (field: string, alias: string): InfluxqlQuery =>
    new InfluxqlQuery(
      `SELECT ${perSecond(`sum("${field}")`)} FROM "faas_generator" WHERE ${ofRun} ${eachStep([], '0')}`,
      { alias },
    );
  const chart = createChart(
    {
      title: 'Scheduled, sent and dropped',
      description:
        'scheduled: fell due. sent: handed to the network. dropped: given up because too many were in flight. Sent ' +
        'must lie on scheduled, dropped on zero.',
      width: 6,
    },
    perSecondUnit,
    [rate('sched', 'scheduled'), rate('sent', 'sent'), rate('dropped', 'dropped')],
  );
  return withColors(chart, { dropped: 'red' });
}

function createCpu(): PanelToNumber {
  return createChart(
    {
      title: 'CPU of the generator',
      description:
        'Of the process that sends, 100 % is one core; the largest in each step. A thread that is near one whole core ' +
        'sends late.',
      width: 6,
    },
    Percent,
    [largest('cpu_pct')],
  );
}

function createEventLoopDelay(): PanelToNumber {
  return createChart(
    {
      title: 'Event-loop delay, largest 1-s p99',
      description:
        'How long the generator was too busy to notice an answer: a responseTime may be too long by this much.',
      width: 6,
    },
    Milliseconds,
    [largest('eld_p99_ms')],
  );
}
