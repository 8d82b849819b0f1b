/** Thresholds for tests, from the sentence that a scenario would have. */
import type { ThresholdSpec } from '../../harness/contract/threshold.ts';
import { parseCheck } from '../../harness/scenario/schema/threshold-check.ts';

export function createThreshold(check: string, fields: Partial<ThresholdSpec> = {}): ThresholdSpec {
  const parsed = parseCheck(check);
  if (!parsed.ok) throw new TypeError(parsed.problem);
  return {
    ...parsed.check,
    function: null,
    phase: null,
    abortOnFail: false,
    abortAfterMs: 10_000,
    ...fields,
  };
}
