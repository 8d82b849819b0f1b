import { describe, expect, it } from '@jest/globals';
import { conclude } from '../../../../harness/experiments/conclude.ts';
import { createFixedLifetimePolicies } from '../../../../platform/policies/fixed-lifetime.ts';
import { runVirtually } from '../../../support/virtual-run.ts';

/**
 * Rate; cold probability and mean instances that AWS Lambda showed in 2020, from SimFaaS (pacslab/simfaas,
 * examples/exp.csv): Poisson arrivals, warm 1.98134 s, cold 2.30374 s, a lifetime of ten minutes.
 */
const table = [
  [0.00186, 0.34299, 0.6742],
  [0.00246, 0.21083, 0.8135],
  [0.00288, 0.14543, 0.7795],
  [0.00345, 0.1101, 0.9076],
  [0.00425, 0.07948, 0.9459],
  [0.00572, 0.03828, 1.0319],
  [0.00785, 0.03382, 1.1291],
  [0.01638, 0.01955, 1.2699],
  [0.05012, 0.00854, 2.1136],
  [0.09987, 0.00595, 2.7641],
  [0.10038, 0.00566, 2.8888],
  [0.19808, 0.00372, 3.7188],
  [0.30179, 0.00294, 4.4218],
  [0.39749, 0.00208, 5.045],
  [0.49967, 0.00191, 5.6942],
  [0.59561, 0.00176, 6.4194],
  [0.69727, 0.00175, 6.9277],
  [0.79794, 0.00156, 7.5639],
  [0.90246, 0.00151, 7.8698],
  [1.00053, 0.00131, 8.3971],
] as const;

/** A million seconds, or as many as bring so many invocations. */
const mostInvocations = 30_000;

function measure(ratePerSecond: number) {
  const durationMs = 1000 * Math.min(1e6, mostInvocations / ratePerSecond);
  const load = { model: 'open', arrivals: { kind: 'poisson', ratePerSecond, durationMs } } as const;
  const config = { kind: 'load', name: 'load', functions: ['hello'], load, warmUpMs: 0 } as const;
  const run = runVirtually([config], {
    policies: createFixedLifetimePolicies({ lifetimeMs: 600_000 }),
    init: { kind: 'constant', ms: 0 },
    service: { kind: 'exponential', meanMs: 1981.34 },
    firstService: { kind: 'exponential', meanMs: 2303.74 },
    seed: 1,
  });
  const [finding] = conclude(run);
  const valueOf = (key: string): number =>
    finding?.figures.find((one) => one.key === key)?.estimate?.value ?? NaN;
  return { cold: valueOf('helloColdShare'), instances: valueOf('helloMeanInstances') };
}

describe('a load on the platform with a fixed lifetime', () => {
  it('has the cold starts and the instances that AWS Lambda had at the 20 published rates', () => {
    const measured = table.map(([rate, cold, instances]) => ({
      truth: { cold, instances },
      seen: measure(rate),
    }));
    const meanError = (of: 'cold' | 'instances'): number =>
      measured.reduce((sum, { truth, seen }) => sum + Math.abs(seen[of] / truth[of] - 1), 0) / table.length;
    expect(meanError('cold')).toBeLessThan(0.15);
    expect(meanError('instances')).toBeLessThan(0.04);
  });
});
