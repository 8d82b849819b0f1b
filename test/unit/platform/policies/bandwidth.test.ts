import { describe, expect, it } from '@jest/globals';
import { decideWait } from '../../../../platform/policies/bandwidth.ts';

const limits = { burstBytes: 1000, bytesPerSecond: 100 };

describe('the bandwidth of a streamed response', () => {
  it.each([
    ['is not limited up to the burst', 1000, 0, 0],
    ['is the rate from there on', 1050, 0, 500],
    ['counts the time that has passed', 1050, 200, 300],
    ['asks for no wait of one that is slow by itself', 1050, 9000, 0],
  ])('%s', (_, sentBytes, elapsedMs, waitMs) => {
    expect(decideWait(sentBytes, elapsedMs, limits)).toBe(waitMs);
  });
});
