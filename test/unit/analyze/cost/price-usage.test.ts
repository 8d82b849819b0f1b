import { describe, expect, it } from '@jest/globals';
import { findPriceBook } from '../../../../harness/analyze/cost/load-price-books.ts';
import type { Activity } from '../../../../harness/analyze/cost/meters/meter.ts';
import { meters } from '../../../../harness/analyze/cost/meters/meters.ts';
import { priceUsage } from '../../../../harness/analyze/cost/price-usage.ts';
import { scaleUsage } from '../../../../harness/analyze/cost/usage.ts';
import type { MeterName, MeterOptions } from '../../../../harness/contract/billing.ts';

const bookOf = (meter: MeterName, architecture = 'x86_64') =>
  findPriceBook({ meter, architecture, freeTier: false });

interface Case {
  readonly meter?: MeterName;
  readonly count?: number;
  readonly activity: Partial<Activity>;
  readonly options?: MeterOptions;
  readonly architecture?: string;
  readonly free?: boolean;
}

function priceMany({ meter = 'lambda', count = 1e6, activity, options = {}, architecture, free }: Case) {
  const once = meters[meter].toUsage(
    { memoryMiB: 1024, durationMs: 100, initDurationMs: 0, ...activity },
    options,
  );
  return priceUsage(scaleUsage(once, count), meter, bookOf(meter, architecture), free).totalUsd;
}

describe('a million of 100 ms and 1 GB', () => {
  it.each<[string, Case, number]>([
    ['on Lambda', { activity: {} }, 1.86667],
    ['on Lambda, arm64', { activity: {}, architecture: 'arm64' }, 1.53334],
    ['on Cloud Run with 1 vCPU', { meter: 'cloud-functions-2', activity: {}, options: { vcpus: 1 } }, 3.05],
    ['on Azure Consumption', { meter: 'azure-consumption', activity: {} }, 1.8],
    [
      'on Azure Flex, 2,048 MB, with a minimum of 100 ms',
      { meter: 'azure-flex', activity: { memoryMiB: 2048 }, options: { minimumMs: 100 } },
      5.6,
    ],
    [
      'on Azure Flex, 2,048 MB, with the minimum of the price page',
      { meter: 'azure-flex', activity: { memoryMiB: 2048 } },
      52.4,
    ],
    ['on Workers, of 5 ms processor time', { meter: 'cloudflare-workers', activity: { cpuMs: 5 } }, 0.4],
    [
      'on Cloud Run functions, 1st generation',
      { meter: 'cloud-functions-1', activity: {} },
      0.4 + 0.25 + 1.4,
    ],
  ])('%s', (_, one, expected) => {
    expect(priceMany(one)).toBeCloseTo(expected, 4);
  });
});

describe('the price of AWS Lambda', () => {
  it.each<[string, Case, number]>([
    ['a million of 128 MiB for 100 ms', { activity: { memoryMiB: 128 } }, 0.408334],
    ['a million of 1,024 MiB for 200 ms', { activity: { durationMs: 200 } }, 3.53334],
    [
      'ten million of 512 MiB for 250 ms, with the free tier',
      { count: 1e7, activity: { memoryMiB: 512, durationMs: 250 }, free: true },
      15.966695,
    ],
    ['less than the free tier', { count: 1000, activity: {}, free: true }, 0],
  ])('of %s', (_, one, expected) => {
    expect(priceMany(one)).toBeCloseTo(expected, 6);
  });

  it.each([
    ['into the second tier', 1e10, 160_000.2],
    ['into the third tier', 2e10, 301_667.2],
    ['of nothing', 0, 0],
  ])('%s', (_, gbSeconds, expected) => {
    expect(priceUsage({ gbSeconds }, 'lambda', bookOf('lambda')).totalUsd).toBeCloseTo(expected, 6);
  });
});

describe('a price book of another provider', () => {
  it('is refused by name', () => {
    const book = bookOf('cloudflare-workers');
    expect(() => priceUsage({ gbSeconds: 1 }, 'lambda', book)).toThrow('has no price for gbSeconds');
  });
});
