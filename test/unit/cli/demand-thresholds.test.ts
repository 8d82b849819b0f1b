import { describe, expect, it } from '@jest/globals';
import { demandThresholds } from '../../../harness/cli/demand-thresholds.ts';
import { exitCodeOf } from '../../../harness/cli/show-error.ts';
import { messageOf } from '../../../harness/contract/errors.ts';
import type { RunSummary } from '../../../harness/contract/summary.ts';
import type { ThresholdResult, ThresholdVerdict } from '../../../harness/contract/threshold.ts';

const resultOf = (verdict: ThresholdVerdict, fields: Partial<ThresholdResult> = {}): ThresholdResult => ({
  check: 'responseTime.p99 < 300ms',
  function: 'hello',
  phase: 'steady/hello',
  observed: 812,
  unit: 'ms',
  verdict,
  reason: verdict === 'passed' ? null : 'as it is',
  ...fields,
});

function end(
  thresholds: readonly ThresholdResult[],
  verdict: RunSummary['generator']['verdict'] = 'ok',
): { readonly code: number; readonly message: string } {
  try {
    demandThresholds({ thresholds, generator: { verdict } } as unknown as RunSummary);
  } catch (error) {
    return { code: exitCodeOf(error), message: messageOf(error) };
  }
  return { code: 0, message: '' };
}

describe('the end of the command', () => {
  it.each([
    ['without thresholds', [], 'ok', 0],
    ['without thresholds on a limited run', [], 'generator-limited', 0],
    ['when all passed', [resultOf('passed')], 'ok', 0],
    ['when a sample was too small', [resultOf('inconclusive'), resultOf('passed')], 'ok', 0],
    ['when one failed', [resultOf('passed'), resultOf('failed')], 'ok', 99],
    ['when none may pass', [resultOf('inconclusive')], 'generator-limited', 99],
  ] as const)('%s: %#', (_, thresholds, verdict, code) => {
    expect(end(thresholds, verdict).code).toBe(code);
  });

  it('names the first that failed, with what was observed', () => {
    const failed = resultOf('failed');
    const never = { phase: null, observed: null, reason: 'only 3 instances ever ran' };
    expect(end([failed, resultOf('passed'), resultOf('failed', never)]).message).toBe(
      '2 of 3 thresholds failed: responseTime.p99 < 300ms (steady/hello: 812 ms), ' +
        'responseTime.p99 < 300ms (hello: only 3 instances ever ran)',
    );
    expect(end([failed, failed, failed, failed, failed]).message).toMatch(/ and 2 more$/);
  });

  it('says that the generator was the reason', () => {
    expect(end([resultOf('inconclusive')], 'generator-limited').message).toBe(
      'the run was generator-limited: none of 1 threshold may pass',
    );
    expect(end([resultOf('failed')], 'generator-limited').message).toMatch(
      /; the run was generator-limited, and no other may pass$/,
    );
  });
});
