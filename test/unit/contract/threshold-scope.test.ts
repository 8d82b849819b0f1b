import { describe, expect, it } from '@jest/globals';
import { isInScope } from '../../../harness/contract/threshold-scope.ts';
import { createBurstPhase, createPhase, forcedColdPhase } from '../../support/run-records.ts';
import { createThreshold } from '../../support/thresholds.ts';

const load = createPhase();
const burst = createBurstPhase(4);
const afterSilence = { ...burst, before: { kind: 'idle', forMs: 60_000 } } as const;

describe('a threshold', () => {
  it.each([
    ['responseTime.p99 < 1s', { load: true, cold: false, burst: false }],
    ['coldStart.p95 < 1s', { load: true, cold: true, burst: false }],
    ['scaleOut.timeToAll < 1s', { load: false, cold: false, burst: true }],
    ['outcome.failed.count <= 0', { load: true, cold: true, burst: true }],
  ])('%s is about the phases that measure it', (check, about) => {
    const spec = createThreshold(check, {});
    const of = {
      load: isInScope(spec, load),
      cold: isInScope(spec, forcedColdPhase),
      burst: isInScope(spec, burst),
    };
    expect(of).toEqual(about);
  });

  it('is never about a burst that only its own experiment can read', () => {
    for (const check of ['scaleOut.timeToAll < 1s', 'outcome.failed.count <= 0']) {
      expect(isInScope(createThreshold(check, {}), afterSilence)).toBe(false);
    }
  });
});
