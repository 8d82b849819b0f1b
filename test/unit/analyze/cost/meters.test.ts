import { describe, expect, it } from '@jest/globals';
import type { Activity } from '../../../../harness/analyze/cost/meters/meter.ts';
import { meters } from '../../../../harness/analyze/cost/meters/meters.ts';
import type { Usage } from '../../../../harness/analyze/cost/usage.ts';
import type { MeterName, MeterOptions } from '../../../../harness/contract/billing.ts';

/** GB-seconds of 1 GB for so many milliseconds. */
const forMs = (ms: number): Usage => ({ gbSeconds: ms / 1000 });

describe('what a meter counts', () => {
  it.each<[string, MeterName, Partial<Activity>, MeterOptions, Usage]>([
    ['initialisation and run', 'lambda', { durationMs: 3000, initDurationMs: 67.49 }, {}, forMs(3068)],
    ['what AWS says', 'lambda', { durationMs: 1, reportedMs: 3068 }, {}, forMs(3068)],
    ['run alone, before', 'lambda-2025-07', { durationMs: 8.4, initDurationMs: 170.13 }, {}, forMs(9)],
    [
      'no initialisation of what is provisioned',
      'lambda-provisioned',
      { initDurationMs: 50 },
      {},
      forMs(100),
    ],
    ['steps of 100 ms', 'cloud-functions-1', { durationMs: 260 }, {}, { ...forMs(300), ghzSeconds: 0.42 }],
    [
      'start-up, processor and memory',
      'cloud-functions-2',
      { durationMs: 60, initDurationMs: 150 },
      { vcpus: 2 },
      { vcpuSeconds: 0.6, gibSeconds: 0.3 },
    ],
    ['used memory up to 128 MB', 'azure-consumption', { usedMemoryMiB: 160 }, {}, forMs(25)],
    ['at least 100 ms', 'azure-consumption', { durationMs: 3 }, {}, forMs(100)],
    ['at least 128 MB', 'azure-consumption', { usedMemoryMiB: 0 }, {}, forMs(12.5)],
    ['at most 1,536 MB', 'azure-consumption', { usedMemoryMiB: 4000 }, {}, forMs(150)],
    ['the size of the instance', 'azure-flex', { memoryMiB: 300, durationMs: 1001 }, {}, forMs(550)],
    [
      'the minimum that is stated',
      'azure-flex',
      { memoryMiB: 512, durationMs: 20 },
      { minimumMs: 100 },
      forMs(50),
    ],
    ['processor time, not waiting', 'cloudflare-workers', { durationMs: 900, cpuMs: 4.2 }, {}, { cpuMs: 5 }],
  ])('%s: %s', (_, meter, activity, options, expected) => {
    const usage = meters[meter].toUsage(
      { memoryMiB: 1024, durationMs: 100, initDurationMs: 0, ...activity },
      options,
    );
    for (const [quantity, amount] of Object.entries(expected)) {
      expect(usage[quantity as keyof Usage]).toBeCloseTo(amount, 12);
    }
  });

  it('a share of your own machine over the utilisation', () => {
    const anHour = { memoryMiB: 2048, durationMs: 3_600_000, initDurationMs: 0 };
    expect(meters['self-hosted'].toUsage(anHour, {}).machineHours).toBeCloseTo(0.25 / 0.5, 12);
    const wide = meters['self-hosted'].toUsage(anHour, { vcpus: 2, utilisation: 1 });
    expect(wide.machineHours).toBeCloseTo(1, 12);
  });
});

describe('what is held', () => {
  const held = { memoryMiB: 1024, durationMs: 301_000 };
  it.each<[string, MeterName, MeterOptions, Usage]>([
    ['in steps of five minutes', 'lambda-provisioned', { instances: 2 }, { provisionedGbSeconds: 1200 }],
    ['by the instance', 'azure-premium', {}, { vcpuHours: 301 / 3600, gibHours: (3.5 * 301) / 3600 }],
    ['by the month', 'cloudflare-workers', {}, { months: 301 / 3600 / 730 }],
  ])('is counted %s', (_, meter, options, expected) => {
    expect(meters[meter].toHeldUsage?.(held, options)).toEqual(expected);
  });
});

describe('what is in doubt', () => {
  it('is said: the Flex minimum and the memory-only rules', () => {
    expect(meters['azure-flex'].assumptions({}).join()).toContain('1000 ms');
    expect(meters['azure-flex'].assumptions({ minimumMs: 100 }).join()).toContain('at least 100 ms');
    expect(meters['azure-consumption'].assumptions({}).join()).toContain('unconfirmed');
  });
});
