import { describe, expect, it } from '@jest/globals';
import { awsLambdaArm, awsLambdaX86 } from '../../../../harness/analyze/cost/aws-lambda-prices.ts';
import { price } from '../../../../harness/analyze/cost/price-book.ts';

const usageOf = (invocations: number, memoryMiB: number, ms: number) => ({
  invocations,
  gbSeconds: (invocations * (memoryMiB / 1024) * ms) / 1000,
});

describe('the AWS Lambda price list', () => {
  it.each([
    ['a million of 128 MiB for 100 ms', usageOf(1e6, 128, 100), false, 0.408334],
    ['a million of 1,024 MiB for 200 ms', usageOf(1e6, 1024, 200), false, 3.53334],
    ['ten million of 512 MiB for 250 ms, with the free tier', usageOf(10e6, 512, 250), true, 15.966695],
    ['into the second tier', { invocations: 1, gbSeconds: 1e10 }, false, 160_000.2 + 2e-7],
    ['into the third tier', { invocations: 1, gbSeconds: 2e10 }, false, 301_667.2 + 2e-7],
    ['nothing', { invocations: 0, gbSeconds: 0 }, false, 0],
    ['less than the free tier', usageOf(1000, 128, 100), true, 0],
  ])('prices %s', (_, usage, freeTier, expected) => {
    const { computeUsd, requestsUsd } = price(awsLambdaX86, usage, freeTier);
    expect(computeUsd + requestsUsd).toBeCloseTo(expected, 6);
  });

  it('is a fifth cheaper on arm64', () => {
    const usage = usageOf(1e6, 1024, 100);
    const ratio = price(awsLambdaArm, usage).computeUsd / price(awsLambdaX86, usage).computeUsd;
    expect(ratio).toBeCloseTo(0.8, 4);
  });

  it('says of which date and from where it is', () => {
    expect(Date.parse(awsLambdaX86.asOf)).not.toBeNaN();
    expect(awsLambdaX86.sources.length).toBeGreaterThan(0);
  });
});
