import { describe, expect, it } from '@jest/globals';
import { fromMillis, fromSeconds, toMillis } from '../../../harness/contract/units.ts';

describe('units', () => {
  it('converts between nanoseconds, milliseconds and seconds', () => {
    expect(fromMillis(1.5)).toBe(1_500_000);
    expect(fromSeconds(0.25)).toBe(250_000_000);
    expect(toMillis(2_500_000)).toBe(2.5);
  });
});
