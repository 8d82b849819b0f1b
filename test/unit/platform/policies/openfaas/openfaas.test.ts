import { describe, expect, it } from '@jest/globals';
import {
  type AlertScaling,
  type AlertState,
  createProScaler,
  decideAlert,
  decideAlertReplicas,
  decideMaxInflight,
  decideIdle,
  decideProReplicas,
  inactiveAlert,
  defaultAlertScaling,
  defaultAlertRule,
  documentedFactorPercent,
  defaultIdlerSettings,
  longestScaleDownWindowMs,
  mostCommunityReplicas,
  defaultProScaling,
  type ProScalingSettings,
  toProReplicas,
} from '../../../../../platform/policies/openfaas/index.ts';

describe("OpenFaaS's alert", () => {
  const play = (rates: readonly (readonly [number, number])[]): string[] => {
    let state: AlertState = inactiveAlert;
    return rates.map(([atMs, rate]) => {
      const decision = decideAlert(state, rate, atMs, defaultAlertRule);
      state = decision.state;
      return `${state.kind} ${decision.send ?? '-'} ${decision.reason}`;
    });
  };

  it('fires after five seconds of more than five a second, repeats, and resolves', () => {
    const rates = [
      [0, 5],
      [1000, 5.1],
      [5999, 9],
      [6000, 9],
      [35_999, 9],
      [36_000, 9],
      [37_000, 5],
    ] as const;
    expect(play(rates)).toEqual([
      'inactive - rateLow',
      'pending - rateHigh',
      'pending - rateHigh',
      'firing firing rateHighForLong',
      'firing - alreadySent',
      'firing firing repeated',
      'inactive resolved rateLowAgain',
    ]);
  });

  it('begins anew when the rate was low for a moment, and resolves nothing that did not fire', () => {
    expect(
      play([
        [0, 9],
        [4000, 1],
        [4500, 9],
        [9000, 9],
        [9500, 9],
      ]),
    ).toEqual([
      'pending - rateHigh',
      'inactive - rateLow',
      'pending - rateHigh',
      'pending - rateHigh',
      'firing firing rateHighForLong',
    ]);
  });

  it('does not fire on a rate that is not known', () => {
    expect(play([[0, Number.NaN]])).toEqual(['inactive - rateLow']);
  });
});

describe("OpenFaaS's steps", () => {
  const firing: AlertScaling = { ...defaultAlertScaling, status: 'firing', replicas: 1, minReplicas: 1 };

  it.each<[string, Partial<AlertScaling>, number, string]>([
    ['of the code are of one', {}, 2, 'step'],
    ['of the documentation are of one too', { factorPercent: documentedFactorPercent }, 2, 'step'],
    ['end at the most', { replicas: 5 }, 5, 'atMost'],
    ['never go beyond five', { maxReplicas: 100, factorPercent: 100 }, 5, 'atMost'],
    ['are of the whole with a factor of 100', { maxReplicas: 4, factorPercent: 100 }, 4, 'atMost'],
    ['are rounded up', { maxReplicas: 5, factorPercent: 50 }, 4, 'step'],
    [
      'go back to the least when it resolves',
      { status: 'resolved', replicas: 4, minReplicas: 2 },
      2,
      'resolved',
    ],
    ['of nothing go back to the least', { factorPercent: 0, replicas: 4 }, 1, 'scalingOff'],
    ['come down when there are more than the most', { replicas: 9 }, 5, 'atMost'],
  ])('%s', (_, seen, replicas, reason) => {
    expect(decideAlertReplicas({ ...firing, ...seen })).toEqual({ replicas, reason });
  });

  it('may have another most', () => {
    expect(decideAlertReplicas({ ...firing, maxReplicas: 100, factorPercent: 20 }, 50).replicas).toBe(11);
    expect(mostCommunityReplicas).toBe(5);
  });
});

describe('OpenFaaS Pro', () => {
  it.each([
    ['15 in flight at one replica, target 5', 15, 1, 5, 1, 3],
    ['25 in flight at one replica, target 5', 25, 1, 5, 1, 5],
    ['a load of 90 at 70 % of 100', 90, 1, 100, 0.7, 2],
    ['the same load at any number of replicas', 90, 3, 100, 0.7, 2],
    ['exactly the target', 45, 1, 50, 0.9, 1],
    ['a little more', 46, 1, 50, 0.9, 2],
    ['no load', 0, 4, 50, 0.9, 0],
    ['no replica', 90, 0, 50, 0.9, 0],
  ])('wants by the ratio for %s', (_, totalLoad, ready, target, proportion, replicas) => {
    expect(toProReplicas({ totalLoad, ready }, { target, proportion })).toBe(replicas);
  });

  const play = (
    loads: readonly (readonly [number, number, number])[],
    settings: Partial<ProScalingSettings> = {},
  ): string[] => {
    let state = createProScaler(0);
    return loads.map(([nowMs, totalLoad, ready]) => {
      const seen = { totalLoad, ready, replicas: 3 };
      const decision = decideProReplicas(state, seen, nowMs, { ...defaultProScaling, ...settings });
      ({ state } = decision);
      return `${decision.replicas} ${decision.reason}`;
    });
  };

  it('stays between the least and the most', () => {
    expect(
      play([
        [0, 90, 1],
        [1, 0, 2],
        [2, 1e6, 2],
      ]),
    ).toEqual(['2 rps', '1 atLeast', '20 atMost']);
  });

  it('keeps what is wanted while none is ready', () => {
    expect(play([[0, 0, 0]])).toEqual(['3 noneReady']);
  });

  it('goes to zero only when it may, and after the whole duration without load', () => {
    const loads = [
      [0, 9, 1],
      [900_000 - 1, 0, 1],
      [900_000, 0, 1],
    ] as const;
    expect(play(loads)).toEqual(['1 rps', '1 atLeast', '1 atLeast']);
    expect(play(loads, { scalesToZero: true })).toEqual(['1 rps', '1 atLeast', '0 idle']);
  });

  it('comes down only when the window has passed', () => {
    const loads = [
      [0, 450, 1],
      [1000, 90, 1],
      [59_999, 45, 1],
      [60_000, 45, 1],
      [61_000, 45, 1],
    ] as const;
    expect(play(loads, { scaleDownWindowMs: 60_000, type: 'cpu' })).toEqual([
      '10 cpu',
      '10 scaleDownWindow',
      '10 scaleDownWindow',
      '2 scaleDownWindow',
      '1 cpu',
    ]);
  });

  it('goes up within the window at once', () => {
    expect(
      play(
        [
          [0, 90, 1],
          [1, 450, 1],
        ],
        { scaleDownWindowMs: 60_000 },
      ),
    ).toEqual(['2 rps', '10 rps']);
  });

  it('allows no longer window than five minutes', () => {
    const loads = [
      [0, 450, 1],
      [longestScaleDownWindowMs, 45, 1],
    ] as const;
    expect(play(loads, { scaleDownWindowMs: 1e9 })).toEqual(['10 rps', '1 rps']);
  });
});

describe("OpenFaaS's idler", () => {
  const idle = { scalesToZero: true, replicas: 1, lastUsedMs: 0, inFlight: 0 };
  it.each([
    ['keeps one that was used', idle, 599_999, 'keep used'],
    ['takes one to zero that was not', idle, 600_000, 'toZero idle'],
    ['keeps one that must not', { ...idle, scalesToZero: false }, 600_000, 'keep notAllowed'],
    ['keeps one that is there already', { ...idle, replicas: 0 }, 600_000, 'keep atZero'],
    ['keeps one that runs', { ...idle, inFlight: 1 }, 600_000, 'keep inUse'],
  ])('%s', (_, seen, nowMs, decision) => {
    const { kind, reason } = decideIdle(seen, nowMs, defaultIdlerSettings);
    expect(`${kind} ${reason}`).toBe(decision);
  });
});

describe('max_inflight', () => {
  it.each([
    [1000, 0, { kind: 'run', reason: 'unlimited' }],
    [4, 5, { kind: 'run', reason: 'hasCapacity' }],
    [5, 5, { kind: 'refuse', status: 429, reason: 'maxInflight' }],
  ])('with %d in flight of %d', (inFlight, most, decision) => {
    expect(decideMaxInflight(inFlight, most)).toEqual(decision);
  });
});
