/**
 * Whether a run kept what its scenario demands.
 *
 * One rule to remember: **on a generator-limited run no threshold passes.** What such a run measured is the generator and
 * the platform together, so that a good value proves nothing, and neither does a bad one, with two exceptions. An outcome
 * is a fact, however late the invocation was sent, and the send delay is the generator's own: those that failed stay
 * failed. Everything else is inconclusive. Likewise a run that was ended early has not shown that it would have passed.
 */
import type { RunSummary } from '../../contract/summary.ts';
import type { ThresholdResult, ThresholdSpec } from '../../contract/threshold.ts';
import { judge } from './judge.ts';
import { type ThresholdInput, observe } from './observe.ts';

/** @returns one result for each threshold, in their order. */
export function evaluateThresholds(
  specs: readonly ThresholdSpec[],
  input: ThresholdInput,
): ThresholdResult[] {
  return specs.map((spec) => trust(spec, judge(spec, observe(spec, input)), input.summary));
}

function trust(
  { metric: { of } }: ThresholdSpec,
  result: ThresholdResult,
  { generator, outcome }: Pick<RunSummary, 'generator' | 'outcome'>,
): ThresholdResult {
  const isFact = of === 'outcome' || of === 'sendDelay';
  if (generator.verdict === 'generator-limited' && !(result.verdict === 'failed' && isFact)) {
    return { ...result, verdict: 'inconclusive', reason: 'generator-limited' };
  }
  if (outcome !== 'completed' && result.verdict === 'passed') {
    return { ...result, verdict: 'inconclusive', reason: 'it held until the run was ended early' };
  }
  return result;
}
