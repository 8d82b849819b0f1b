import { describe, expect, it } from '@jest/globals';
import { createTokenBucket, lambda } from '../../../../../platform/policies/index.ts';

/** Instances that are started when more are always wanted, at each instant. */
function starts(limits: lambda.BurstLimits, instants: readonly number[]): number[] {
  let bucket = createTokenBucket({ capacity: limits.initialBurst, refillPerSecond: 0 }, 0);
  return instants.map((nowMs) => {
    let granted = 0;
    for (;;) {
      const taken = lambda.takeBurst(bucket, limits, nowMs);
      ({ bucket } = taken);
      if (!taken.isGranted) return granted;
      granted++;
    }
  });
}

describe('the burst of 2022', () => {
  it.each([
    ['us-west-2', 10_000, 3000],
    ['eu-central-1', 10_000, 1000],
    ['eu-north-1', 10_000, 500],
    ['us-east-1', 1000, 1000],
  ])('in %s with a concurrency of %i is %i', (region, concurrency, initialBurst) => {
    expect(lambda.toBurstLimits(region, concurrency)).toEqual({ initialBurst, perMinute: 500 });
  });

  const limits = lambda.toBurstLimits('eu-west-1', 10_000);

  it('starts 3,000 at once, and 500 more as each minute is over', () => {
    const instants = [10_000, 69_999, 70_000, 129_999, 130_000];
    expect(starts(limits, instants)).toEqual([3000, 0, 500, 0, 500]);
  });

  it('starts them evenly where that is asked for', () => {
    const instants = [0, 6000, 60_000];
    expect(starts({ ...limits, refill: 'continuous' }, instants)).toEqual([3000, 50, 450]);
  });

  it('saves up no more than the first burst', () => {
    expect(starts(limits, [0, 3_600_000])).toEqual([3000, 3000]);
  });

  it('says how long to wait', () => {
    const empty = { tokens: 0, asOfMs: 60_000 };
    expect(lambda.takeBurst(empty, limits, 90_000)).toEqual({
      isGranted: false,
      bucket: empty,
      waitMs: 30_000,
    });
  });
});
