/** What was observed for a threshold, and where, as every report writes it. */
import type { ThresholdResult } from '../contract/threshold.ts';
import { formatCount, formatDuration, formatPercent, formatRate, formatUsd, unknownValue } from './format.ts';

export function formatObserved({ observed, unit }: ThresholdResult): string {
  if (observed === null) return unknownValue;
  switch (unit) {
    case 'ms':
      return formatDuration(observed);
    case 'ratio':
      return formatPercent(observed);
    case 'count':
      return formatCount(observed);
    case 'perSecond':
      return formatRate(observed);
    case 'usd':
      return formatUsd(observed);
  }
}

/** The phase, whose id has the function in it, or the function; empty where it is about everything. */
export function formatPlace({ phase, function: name }: ThresholdResult): string {
  return phase ?? name ?? '';
}

/** `2 of 5 failed`, `all 5 passed`: one line for a heading. */
export function describeThresholds(results: readonly ThresholdResult[]): string {
  const countOf = (verdict: ThresholdResult['verdict']): number =>
    results.filter((one) => one.verdict === verdict).length;
  const [failed, inconclusive, all] = [countOf('failed'), countOf('inconclusive'), results.length];
  if (failed + inconclusive === 0) return all === 1 ? 'passed' : `all ${all} passed`;
  const parts = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(inconclusive > 0 ? [`${inconclusive} inconclusive`] : []),
  ];
  return `${parts.join(', ')} of ${all}`;
}
