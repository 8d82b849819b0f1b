import { describe, expect, it } from '@jest/globals';
import { summarizeRun } from '../../../harness/experiments/conclude.ts';
import type { ThresholdResult } from '../../../harness/contract/threshold.ts';
import { renderTerminal } from '../../../harness/report/terminal.ts';
import { createSampleRun } from '../../support/sample-run.ts';

const result: ThresholdResult = {
  check: 'responseTime.p99 < 300ms',
  function: 'hello',
  phase: 'steady/hello',
  observed: 12.25,
  unit: 'ms',
  verdict: 'passed',
  reason: null,
};
const failed: ThresholdResult = {
  ...result,
  check: 'outcome.failed.rate < 0.1%',
  observed: 0.25,
  unit: 'ratio',
  verdict: 'failed',
  reason: '25000 % above the limit',
};
const inconclusive: ThresholdResult = {
  ...result,
  check: 'coldStart.p95 < 1s',
  phase: null,
  observed: null,
  verdict: 'inconclusive',
  reason: 'p95 needs 20 values, and there are 6',
};

const run = createSampleRun({ functions: ['hello'] });
const summary = summarizeRun(run);
const terminal = (thresholds: readonly ThresholdResult[]): string[] =>
  renderTerminal({ ...summary, thresholds }, { width: 120, color: false }).split('\n');

describe('thresholds in the terminal', () => {
  it('stand right below the verdict, each with its mark, what was observed, where and why', () => {
    const lines = terminal([result, failed, inconclusive]).slice(2, 7);
    expect(lines).toEqual([
      'THRESHOLDS 1 failed, 1 inconclusive of 3',
      '  Threshold                   Verdict         Observed  Where         Why',
      '  responseTime.p99 < 300ms    ✓ passed         12.3 ms  steady/hello',
      '  outcome.failed.rate < 0.1%  ✗ failed            25 %  steady/hello  25000 % above the limit',
      '  coldStart.p95 < 1s          ? inconclusive         —  hello         p95 needs 20 values, and there are 6',
    ]);
  });

  it.each([
    [[result], 'THRESHOLDS passed'],
    [[result, result], 'THRESHOLDS all 2 passed'],
    [[failed], 'THRESHOLDS 1 failed of 1'],
    [[inconclusive, result], 'THRESHOLDS 1 inconclusive of 2'],
  ])('are summed up: %#', (thresholds, heading) => {
    expect(terminal(thresholds)).toContain(heading);
  });

  it.each([
    ['count', 1200, '1,200'],
    ['perSecond', 98.31, '98.3/s'],
    ['usd', 0.207, '$0.207'],
  ] as const)('write a %s as what it is', (unit, observed, text) => {
    expect(terminal([{ ...result, unit, observed }]).join('\n')).toContain(` ${text}  steady/hello`);
  });

  it('are not mentioned where there are none', () => {
    expect(terminal([]).join('\n')).not.toContain('THRESHOLDS');
  });
});
