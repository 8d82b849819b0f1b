import { describe, expect, it } from '@jest/globals';
import { createTokenBucket, takeToken } from '../../../../platform/policies/index.ts';
import { lambdaStarts as starts } from '../../../../platform/policies/profiles/lambda.ts';

const limits = { capacity: 3, refillPerSecond: 2 };

/** Instants at which a token was granted. */
function take(instants: readonly number[]): number[] {
  let bucket = createTokenBucket(limits, 0);
  return instants.filter((nowMs) => {
    const taken = takeToken(bucket, limits, nowMs);
    bucket = taken.bucket;
    return taken.isGranted;
  });
}

describe('a token bucket', () => {
  it.each([
    ['grants what was saved up, and no more', [0, 0, 0, 0, 0], [0, 0, 0]],
    ['refills continuously', [0, 0, 0, 499, 500, 999, 1000], [0, 0, 0, 500, 1000]],
    ['never saves up more than its capacity', [0, 0, 0, 1e9, 1e9, 1e9, 1e9], [0, 0, 0, 1e9, 1e9, 1e9]],
    ['takes no tokens away when a clock steps back', [1000, 0, 0, 0], [1000, 0, 0]],
  ])('%s', (_, instants, granted) => {
    expect(take(instants)).toEqual(granted);
  });

  it('says how long a refused one has to wait', () => {
    expect(takeToken({ tokens: 0.25, asOfMs: 100 }, limits, 200)).toEqual({
      isGranted: false,
      bucket: { tokens: 0.45, asOfMs: 200 },
      waitMs: 275,
    });
  });

  it('as AWS Lambda sets it starts 1,000 at once and 1,000 every ten seconds', () => {
    let bucket = createTokenBucket(starts, 0);
    let granted = 0;
    for (let nowMs = 0; nowMs <= 10_000; nowMs++) {
      for (let one = 0; one < 3; one++) {
        const taken = takeToken(bucket, starts, nowMs);
        bucket = taken.bucket;
        if (taken.isGranted) granted++;
      }
    }
    expect(granted).toBe(2000);
  });
});
