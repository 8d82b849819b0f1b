import { describe, expect, it } from '@jest/globals';
import { createBill } from '../../../../harness/cli/simulation/bill.ts';
import { simulateProfile } from '../../../../harness/cli/simulation/simulate-profile.ts';
import type { RunFigures } from '../../../../platform/simulation/run-figures.ts';

const figures = { billedInvocations: 1_000_000, heldMiBSeconds: 0 } as RunFigures;

describe('the price of a simulated load', () => {
  it('is that of AWS Lambda for a million of 100 ms at 128 MiB', () => {
    const bill = createBill('lambda');
    const listener = bill.listen(0, 128);
    for (let count = 0; count < 1000; count++) listener.invoked?.(100, 0);
    // Those of a thousand, by a thousand: the published 0.408334 $.
    const thousand = { ...figures, billedInvocations: 1000 };
    expect(bill.toCostPerMillionUsd(0, thousand, 1000)).toBeCloseTo(0.408334, 6);
  });

  it('of a service that bills instances counts those that share one once', () => {
    const cost = (listen: 'apart' | 'together'): number => {
      const bill = createBill('cloud-run');
      const listener = bill.listen(0, 512);
      if (listen === 'together') listener.wasActive?.(100, 0, 10);
      else for (let count = 0; count < 10; count++) listener.wasActive?.(100, 0, 1);
      return bill.toCostPerMillionUsd(0, { ...figures, billedInvocations: 10 }, 1000);
    };
    expect(cost('together')).toBeLessThan(cost('apart') / 2);
  });

  it('on machines of one’s own counts what instances hold, idle or not', () => {
    const bill = createBill('knative-kpa');
    const cost = (heldMiBSeconds: number): number =>
      bill.toCostPerMillionUsd(heldMiBSeconds, { ...figures, heldMiBSeconds }, 1000);
    expect(bill.meter).toBe('self-hosted');
    expect(cost(2e6) / cost(1e6)).toBeCloseTo(2, 9);
  });

  it('is that of any other meter on demand', () => {
    const load = {
      functions: [
        {
          name: 'f',
          memoryMiB: 128,
          service: { kind: 'constant', ms: 100 } as const,
          init: { kind: 'constant', ms: 50 } as const,
          createArrivals() {
            let next = 0;
            return () => (next < 10 ? next++ * 1000 : undefined);
          },
        },
      ],
      durationMs: 20_000,
      nodesMiB: [Infinity],
      replications: 1,
      createRandom: () => () => 0.5,
    };
    const cost = (meter: 'lambda' | 'lambda-2025-07' | undefined): number | undefined =>
      simulateProfile(load, { profile: 'lambda', meter }).figures.figures.costPerMillionUsd?.mean;
    expect(cost(undefined)).toBe(cost('lambda'));
    // Nine warm ones of 100 ms and a cold one of 150.
    expect(cost('lambda')).toBeCloseTo(0.2 + 105 * 0.125 * 0.0166667, 5);
    expect(cost('lambda-2025-07')).toBeCloseTo(0.2 + 100 * 0.125 * 0.0166667, 5);
  });
});
