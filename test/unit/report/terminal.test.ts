import { describe, expect, it } from '@jest/globals';
import { summarizeRun } from '../../../harness/experiments/conclude.ts';
import type { RunSummary } from '../../../harness/contract/summary.ts';
import { fromMillis } from '../../../harness/contract/units.ts';
import { renderTerminal } from '../../../harness/report/terminal.ts';
import { toStepChart } from '../../../harness/report/terminal/step-chart.ts';
import { formatEstimate } from '../../../harness/report/format-estimate.ts';
import { createInvocation } from '../../support/invocations.ts';
import { createConstantLoad, createRun } from '../../support/run-records.ts';

const arrivals = { kind: 'constant', ratePerSecond: 50, durationMs: 10_000 } as const;
const plain = { width: 120, color: false };
const render = (fields: Partial<RunSummary> = {}): string =>
  renderTerminal(
    { ...summarizeRun(createRun({ invocations: createConstantLoad(arrivals, 2) })), ...fields },
    plain,
  );

describe('the terminal report', () => {
  it('has a section for each question', () => {
    const text = render();
    for (const heading of ['COLD AND WARM', 'LOAD', 'COST on AWS Lambda', 'GENERATOR ok']) {
      expect(text).toContain(heading);
    }
    expect(text).not.toContain('SCALE-OUT');
  });

  it('shows the response time with its interval', () => {
    expect(render()).toMatch(/hello +warm +500 +2\.00 ms \[2\.00–2\.00 ms\]/);
  });

  it('fits a screen of 120 columns', () => {
    for (const line of render().split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });

  it('says first that the generator was late', () => {
    const late = createConstantLoad(arrivals, 2).map((one) => ({
      ...one,
      sentAt: one.intendedStart + fromMillis(9),
      endedAt: one.endedAt + fromMillis(9),
    }));
    const text = renderTerminal(summarizeRun(createRun({ invocations: late })), plain);
    expect(text.split('\n')[1]).toContain('generator-limited');
  });

  it('says how a run ended that did not complete', () => {
    expect(render({ outcome: 'aborted', reason: 'ended by Ctrl-C' })).toContain('ended by Ctrl-C');
  });

  it('lets no function write control characters to the terminal', () => {
    const invocations = [createInvocation({ outcome: 'failed', error: 'a\u001B[2Jb\nc' })];
    const text = renderTerminal(summarizeRun(createRun({ invocations })), plain);
    expect(text).toContain('a [2Jb c');
  });

  it('has no colour where none is wanted', () => {
    expect(render()).not.toContain('\u001B');
    expect(renderTerminal(summarizeRun(createRun()), { ...plain, color: true })).toContain('\u001B');
  });
});

describe('an estimate', () => {
  it.each([
    [{ value: 1.234, low: 1.2, high: 1.3 }, '1.23 ms [1.20–1.30 ms]'],
    [{ value: 950, low: 900, high: 1100 }, '950 ms [900 ms–1.10 s]'],
    [{ value: 950, low: 900, high: null }, '950 ms [900 ms–?]'],
    [null, '—'],
  ])('of %j is written %s', (estimate, text) => {
    expect(formatEstimate(estimate)).toBe(text);
  });
});

describe('the chart of steps', () => {
  it('rises to the top at its end', () => {
    const steps = [
      { at: 5, value: 1 },
      { at: 10, value: 2 },
    ];
    expect(toStepChart(steps, { until: 10, top: 2, width: 4, height: 2 })).toEqual(['   █', '·███']);
  });
});
