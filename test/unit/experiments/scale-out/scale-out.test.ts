import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../../harness/contract/finding.ts';
import { conclude } from '../../../../harness/experiments/conclude.ts';
import type { ScaleOutExperiment } from '../../../../harness/scenario/scenario.ts';
import { createFixedLifetimePolicies } from '../../../../platform/policies/fixed-lifetime.ts';
import type { FleetPolicies, FleetSeen, NoRoom } from '../../../../platform/policies/profile-parts.ts';
import { createLambdaProfile } from '../../../../platform/policies/profiles/lambda.ts';
import type { DurationLaw } from '../../../../platform/simulation/durations.ts';
import { runVirtually } from '../../../support/virtual-run.ts';

const base: ScaleOutExperiment = {
  kind: 'scale-out',
  name: 'scale-out',
  function: 'hello',
  demand: { kind: 'burst', instances: 100 },
  samples: 3,
};
const init = { kind: 'lognormal', medianMs: 300, sigma: 0.3 } as const;
const second = { kind: 'constant', ms: 1000 } as const;

/** An instance for each invocation. */
const onDemand = createFixedLifetimePolicies({ lifetimeMs: 600_000 });
/** Whoever finds no room waits; so many instances are all there will be. */
const limited = (most: number, instanceConcurrency: number): FleetPolicies => ({
  ...onDemand,
  instanceConcurrency,
  maxInstances: most,
  scaler: {
    onNoRoom: ({ ready, starting }: FleetSeen): NoRoom => ({
      kind: 'wait',
      starts: ready + starting < most ? 1 : 0,
      reason: 'limited',
    }),
  },
  waiting: {
    capacity: Infinity,
    longestMs: Infinity,
    full: { kind: 'refuse', reason: 'full', status: 503 },
    expired: { kind: 'refuse', reason: 'expired', status: 503 },
  },
});
/** One instance at once, and then so many a second; who comes in between is refused. */
const metered = (refillPerSecond: number): FleetPolicies =>
  createLambdaProfile({ starts: { capacity: 1, refillPerSecond } }).forFunction(0, {
    name: 'hello',
    memoryMiB: 128,
  })();

function measure(
  policies: FleetPolicies,
  changes: Partial<ScaleOutExperiment> = {},
  seed = 1,
  service: DurationLaw = second,
): Finding {
  const [finding] = conclude(runVirtually([{ ...base, ...changes }], { policies, init, service, seed }));
  if (finding === undefined) throw new Error('nothing was concluded');
  return finding;
}

const figure = ({ figures }: Finding, key: string) => figures.find((one) => one.key === key)?.estimate;

describe('the scale-out experiment', () => {
  it('tells scaling: every invocation of a burst has an instance of its own', () => {
    const finding = measure(onDemand);
    expect(finding.conclusion.sentence).toMatch(/^100 instances after \d+ ms: it scaled\.$/);
    expect(figure(finding, 'instances')?.value).toBe(100);
    expect(figure(finding, 'queuedShare')?.value).toBe(0);
  });

  it('tells queueing: responses stack in multiples of the service time', () => {
    const finding = measure(limited(20, 1));
    expect(finding.conclusion.sentence).toBe(
      '100 invocations at once never had more than 20 instances: it queued, 80 % of the invocations waited behind others in multiples of the service time of 1.00 s.',
    );
    expect(figure(finding, 'timeToAllMs')).toBeNull();
  });

  it('labels those that waited beside another for an instance which was starting', () => {
    const [table] = measure(limited(10, 10)).tables;
    expect(table?.rows.map(([what, count]) => [what, count])).toEqual([
      ['a new instance of their own (cold)', 30],
      ['a new instance of another (cold waiter)', 270],
      ['an instance to be done (queued)', 0],
      ['nothing', 0],
    ]);
  });

  it('has the true rate of new instances inside its interval in at least 93 of 100 runs', () => {
    const demand = { kind: 'step', ratePerSecond: 40, durationMs: 3000 } as const;
    const holds = { kind: 'constant', ms: 20_000 } as const;
    const hits = Array.from({ length: 100 }, (_, seed) =>
      figure(measure(metered(10), { demand, samples: 1 }, seed + 1, holds), 'newInstancesPerSecond'),
    ).filter((rate) => (rate?.low ?? Infinity) <= 10 && (rate?.high ?? 0) >= 10);
    expect(hits.length).toBeGreaterThanOrEqual(93);
  });

  it('says when p99 is stable under a step', () => {
    const demand = { kind: 'step', ratePerSecond: 200, durationMs: 20_000 } as const;
    const stable = figure(measure(onDemand, { demand }), 'stableP99AfterMs');
    // Instances are there after one service time and one initialisation.
    expect(stable?.value).toBeGreaterThanOrEqual(1000);
    expect(stable?.value).toBeLessThanOrEqual(3000);
  });

  it('follows a ramp', () => {
    const demand = { kind: 'ramp', ratePerSecond: 50, durationMs: 20_000 } as const;
    const [series] = measure(onDemand, { demand }).charts[0]?.series ?? [];
    const half = series?.points.find(([ms]) => ms > 10_000)?.[1] ?? 0;
    expect(half / (series?.points.length ?? 1)).toBeCloseTo(0.5, 1);
  });

  it('refuses to conclude from one burst', () => {
    expect(measure(onDemand, { samples: 1 }).conclusion).toMatchObject({
      verdict: 'inconclusive',
      moreSamples: 2,
    });
  });
});
