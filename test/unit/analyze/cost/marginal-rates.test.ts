import { describe, expect, it } from '@jest/globals';
import { toMarginalRates } from '../../../../harness/analyze/cost/marginal-rates.ts';

describe('what one more invocation costs', () => {
  it.each([
    ['lambda', 0.000_016_666_7, 2e-7],
    ['azure-consumption', 0.000_016, 2e-7],
    ['cloudflare-workers', 0.000_02, 3e-7],
    ['azure-premium', 0, 0],
  ] as const)('by the meter %s', (meter, usdPerGbSecond, usdPerInvocation) => {
    const rates = toMarginalRates({ meter, architecture: 'x86_64', freeTier: false });
    expect(rates.usdPerGbSecond).toBeCloseTo(usdPerGbSecond, 12);
    expect(rates.usdPerInvocation).toBeCloseTo(usdPerInvocation, 12);
  });
});
