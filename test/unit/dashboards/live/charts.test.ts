import { describe, expect, it } from '@jest/globals';
import { chartToCsv, timelineToCsv, toCsv } from '../../../../dashboards/live/web/charts/csv.ts';
import { formatTick, linearTicks, logTicks } from '../../../../dashboards/live/web/charts/ticks.ts';
import { valueAt } from '../../../../dashboards/live/web/charts/value-at.ts';
import { toRunView } from '../../../../dashboards/live/view-model/run-view.ts';
import type { ChartSeries } from '../../../../dashboards/live/view-model/chart.ts';
import { fromSeconds } from '../../../../harness/contract/units.ts';
import { summarizeRun } from '../../../../harness/experiments/conclude.ts';
import { createSampleRun } from '../../../support/sample-run.ts';

describe('the ticks of an axis', () => {
  it.each([
    [0, 97, 5, [0, 20, 40, 60, 80]],
    [0, 1, 6, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0, 45, 2, [0, 20, 40]],
  ])('are round from %d to %d', (low, high, most, ticks) => {
    expect(linearTicks(low, high, most)).toEqual(ticks);
  });

  it.each([
    [1, 1000, 4, [1, 10, 100, 1000]],
    [1, 100, 7, [1, 2, 5, 10, 20, 50, 100]],
    [1, 1e9, 4, [1, 1000, 1e6, 1e9]],
    [120, 180, 4, [120, 180]],
  ])('of a log axis from %d to %d fit %d', (low, high, most, ticks) => {
    expect(logTicks(low, high, most)).toEqual(ticks);
  });

  it.each([
    [0, 'ms', '0'],
    [0.5, 'ms', '500 µs'],
    [2000, 'ms', '2 s'],
    [90, 's', '90 s'],
    [1000, 'usd', '$1,000'],
    [0.5, 'share', '50 %'],
    [20, 'count', '20'],
    [64, 'MiB', '64 MiB'],
  ] as const)('at %d %s say %s', (value, unit, text) => {
    expect(formatTick(value, unit)).toBe(text);
  });
});

describe('what the cursor reads', () => {
  const points = [
    [1, 10],
    [2, 20],
    [4, 40],
  ] as const;
  const of = (kind: ChartSeries['kind']): ChartSeries => ({ label: '', kind, tone: 'ink', points });

  it.each([
    ['step', 0.5, undefined],
    ['step', 3.9, 20],
    ['step', 9, 40],
    ['line', 0.5, 10],
    ['line', 3.1, 40],
    ['points', 2.9, 20],
  ] as const)('of a %s at %d is %p', (kind, x, value) => {
    expect(valueAt(of(kind), x)).toBe(value);
  });
});

describe('the CSV of a chart', () => {
  const run = createSampleRun({ functions: ['hello'], coldStarts: 10, loadSeconds: 2 });
  const faulty = {
    ...run,
    events: [{ at: fromSeconds(6), kind: 'fault' as const, title: 'instance killed' }],
  };
  const view = toRunView(summarizeRun(faulty), faulty);

  it('has a line a point', () => {
    const [chart] = view.distributions;
    if (chart === undefined) throw new Error('the sample has a distribution');
    const lines = chartToCsv(chart).trimEnd().split('\r\n');
    expect(lines).toHaveLength(1 + chart.series.reduce((sum, one) => sum + one.points.length, 0));
    expect(lines[0]).toBe('series,response time (ms),answered within (share)');
  });

  it('of a timeline has a line a column, with every invocation in one', () => {
    const [timeline] = view.timelines;
    if (timeline === undefined) throw new Error('the sample has a timeline');
    const [head = '', ...lines] = timelineToCsv(timeline).trimEnd().split('\r\n');
    expect(lines).toHaveLength(timeline.heat.columns);
    expect(head.split(',')).toHaveLength(lines[0]?.split(',').length ?? 0);
    const sum = lines.reduce((total, line) => total + Number(line.split(',')[1]), 0);
    expect(sum).toBe(run.invocations.filter((one) => one.phase.startsWith('steady')).length);
    expect(timeline.marks).toEqual([{ at: expect.any(Number), label: 'instance killed' }]);
  });

  it('holds nothing that a spreadsheet would run, and keeps commas and quotes', () => {
    expect(toCsv([['=1+1', 'a,b', 'say "x"', -1]])).toBe(`'=1+1,"a,b","say ""x""",-1\r\n`);
  });
});
