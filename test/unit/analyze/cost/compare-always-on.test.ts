import { describe, expect, it } from '@jest/globals';
import { compareAlwaysOn } from '../../../../harness/analyze/cost/compare-always-on.ts';
import type { Machine } from '../../../../harness/analyze/cost/machines.ts';

const machineAt = (usdPerMonth: number): Machine => ({
  name: 'm',
  kind: 'virtual machine',
  architecture: 'x86_64',
  cores: 2,
  memoryMiB: 8192,
  usdPerHour: usdPerMonth / 730,
  source: 'https://example.com',
  readAt: null,
});
const unitOf = (memoryMiB: number, ms: number) => 2e-7 + (memoryMiB / 1024) * (ms / 1000) * 0.000_016_666_7;
const load = { function: 'f', ratePerSecond: 1, fixedUsdPerMonth: 0, busySeconds: 0.2 };

describe('the break-even', () => {
  it.each([
    [256, 200, 30, 11.05],
    [512, 250, 30, 5.0],
    [1024, 200, 30, 3.23],
    [256, 200, 70.08, 25.81],
    [512, 250, 70.08, 11.68],
    [1024, 200, 70.08, 7.55],
  ])('of %i MiB for %i ms with a machine of $%f', (memoryMiB, ms, usd, rate) => {
    const usdPerInvocation = unitOf(memoryMiB, ms);
    const found = compareAlwaysOn({ ...load, usdPerInvocation }, machineAt(usd));
    expect(found?.breakEvenRatePerSecond).toBeCloseTo(rate, 2);
  });

  it('asks whether the machine could carry that rate', () => {
    const found = compareAlwaysOn({ ...load, usdPerInvocation: 1e-6, busySeconds: 1 }, machineAt(30));
    expect(found?.coreShareAtBreakEven).toBeCloseTo(30 / 2.628 / 2, 6);
  });

  it('comes sooner where the function has a fixed price', () => {
    const usdPerInvocation = unitOf(1024, 200);
    const found = compareAlwaysOn({ ...load, usdPerInvocation, fixedUsdPerMonth: 15 }, machineAt(30));
    expect(found?.breakEvenRatePerSecond).toBeCloseTo(3.23 / 2, 2);
  });

  it('is nowhere where an invocation costs nothing', () => {
    expect(compareAlwaysOn({ ...load, usdPerInvocation: 0 }, machineAt(30))).toBeUndefined();
  });
});

describe('the machines that carry a load', () => {
  it.each([
    [1, 1, 27],
    [10, 1, 0],
    [15, 2, 15],
  ])('at %i a second are %i, of which $%f stand idle', (ratePerSecond, machines, idle) => {
    const found = compareAlwaysOn({ ...load, ratePerSecond, usdPerInvocation: 1e-6 }, machineAt(30));
    expect(found?.machines).toBe(machines);
    expect(found?.idleUsdPerMonth).toBeCloseTo(idle, 9);
  });

  it('are a stair beside the rising cost of the function', () => {
    const curve = compareAlwaysOn({ ...load, usdPerInvocation: 1e-5 }, machineAt(30))?.curve ?? [];
    const rates = curve.map((one) => one.ratePerSecond);
    expect(rates).toEqual(rates.toSorted((a, b) => a - b));
    expect(curve.at(-1)).toMatchObject({ ratePerSecond: 100, machines: 10 });
  });
});
