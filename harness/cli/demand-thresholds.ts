/** Turns what became of the thresholds into the end of the command. */
import { FaasmarkError } from '../contract/errors.ts';
import type { RunSummary } from '../contract/summary.ts';
import type { ThresholdResult } from '../contract/threshold.ts';
import { formatObserved, formatPlace } from '../report/format-threshold.ts';

/** The report has all of them. */
const mostNamed = 3;

/**
 * What is inconclusive for want of samples is no failure; what is inconclusive because the generator was not good enough
 * is, or a run on a machine that is too small would let everything through.
 *
 * @throws FaasmarkError `THRESHOLDS_FAILED`.
 */
export function demandThresholds({ thresholds, generator }: RunSummary): void {
  const failed = thresholds.filter((one) => one.verdict === 'failed');
  const isLimited = generator.verdict === 'generator-limited';
  const limited = isLimited ? '; the run was generator-limited, and no other may pass' : '';
  if (failed.length > 0) {
    throw new FaasmarkError(
      'THRESHOLDS_FAILED',
      `${failed.length} of ${count(thresholds)} failed: ${toList(failed)}${limited}`,
      {
        hint: 'THRESHOLDS in the report, and "thresholds" in summary.json, have all of them with what was observed.',
      },
    );
  }
  if (isLimited && thresholds.length > 0) {
    throw new FaasmarkError(
      'THRESHOLDS_FAILED',
      `the run was generator-limited: none of ${count(thresholds)} may pass`,
      {
        hint: 'GENERATOR in the report says why. Lower the load, or send it from a machine that is less busy.',
      },
    );
  }
}

function count({ length }: readonly ThresholdResult[]): string {
  return `${length} threshold${length === 1 ? '' : 's'}`;
}

function toList(results: readonly ThresholdResult[]): string {
  const shown = results.slice(0, mostNamed).map((one) => `${one.check} (${toDetail(one)})`);
  const rest = results.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

function toDetail(result: ThresholdResult): string {
  const value = result.observed === null ? (result.reason ?? '') : formatObserved(result);
  const place = formatPlace(result);
  return place === '' ? value : `${place}: ${value}`;
}
