import { describe, expect, it } from '@jest/globals';
import { lambda } from '../../../../../platform/policies/index.ts';

const limits = lambda.createManagedLimits({ instanceConcurrency: 10, maxInstances: 50 });
const state = lambda.createManagedState();

describe('managed instances', () => {
  it.each<[string, lambda.ManagedObservation, lambda.ManagedScaleDecision]>([
    [
      'are three at least',
      { readyInstances: 3, inFlight: 0, cpuUtilization: 0 },
      { desiredInstances: 3, reason: 'minInstances' },
    ],
    [
      'follow the concurrency, with room for twice as much',
      { readyInstances: 3, inFlight: 21, cpuUtilization: 0.1 },
      { desiredInstances: 5, reason: 'concurrency' },
    ],
    [
      'follow the processor, with room for twice as much',
      { readyInstances: 4, inFlight: 1, cpuUtilization: 0.8 },
      { desiredInstances: 7, reason: 'cpu' },
    ],
    [
      'are never more than the maximum',
      { readyInstances: 40, inFlight: 399, cpuUtilization: 0.1 },
      { desiredInstances: 50, reason: 'maxInstances' },
    ],
  ])('%s', (_, seen, decision) => {
    expect(lambda.decideManagedScale(seen, limits, state, 0).decision).toEqual(decision);
  });

  it('are taken away when fewer have done for five minutes', () => {
    const busy = { readyInstances: 3, inFlight: 50, cpuUtilization: 0 };
    const calm = { readyInstances: 10, inFlight: 0, cpuUtilization: 0 };
    const first = lambda.decideManagedScale(busy, limits, state, 0);
    const second = lambda.decideManagedScale(calm, limits, first.state, 299_000);
    const third = lambda.decideManagedScale(calm, limits, second.state, 300_000);
    expect([first, second, third].map(({ decision }) => decision)).toEqual([
      { desiredInstances: 10, reason: 'concurrency' },
      { desiredInstances: 10, reason: 'scaleDownDelay' },
      { desiredInstances: 3, reason: 'minInstances' },
    ]);
  });

  it.each<[string, lambda.ManagedObservation, string]>([
    ['take an invocation', { readyInstances: 3, inFlight: 29, cpuUtilization: 0.9 }, 'freeCapacity'],
    [
      'take none with every slot taken',
      { readyInstances: 3, inFlight: 30, cpuUtilization: 0.5 },
      'concurrencySaturated',
    ],
    [
      'take none with every processor busy',
      { readyInstances: 3, inFlight: 5, cpuUtilization: 1 },
      'cpuSaturated',
    ],
  ])('%s', (_, seen, reason) => {
    expect(lambda.decideManagedInvocation(seen, limits, state, 0).decision.reason).toBe(reason);
  });

  it('refuse a load that has more than doubled within five minutes, however many they are', () => {
    const seen = (inFlight: number): lambda.ManagedObservation => ({
      readyInstances: 50,
      inFlight,
      cpuUtilization: 0,
    });
    const before = lambda.decideManagedInvocation(seen(40), limits, state, 0).state;
    const decide = (inFlight: number, nowMs: number): string =>
      lambda.decideManagedInvocation(seen(inFlight), limits, before, nowMs).decision.reason;
    expect(decide(79, 299_000)).toBe('freeCapacity');
    expect(decide(80, 299_000)).toBe('loadDoubled');
    expect(decide(80, 300_000)).toBe('freeCapacity');
  });

  it('can always take what the first three can', () => {
    const quiet = { readyInstances: 3, inFlight: 0, cpuUtilization: 0 };
    const { state: after } = lambda.decideManagedInvocation(quiet, limits, state, 0);
    const loaded = { ...quiet, inFlight: 29 };
    expect(lambda.decideManagedInvocation(loaded, limits, after, 1000).decision.kind).toBe('admit');
  });

  it('are three with room for 64 each, unless they are set up otherwise', () => {
    expect(lambda.createManagedLimits({})).toEqual(lambda.managedInstanceDefaults);
    expect(lambda.managedInstanceDefaults).toMatchObject({ instanceConcurrency: 64, minInstances: 3 });
  });

  it.each([
    [{ instanceConcurrency: 1601 }, 'instanceConcurrency: expected a whole number from 1 to 1600, got 1601'],
    [{ instanceConcurrency: 0 }, 'instanceConcurrency: expected a whole number from 1 to 1600, got 0'],
    [{ instanceConcurrency: 1.5 }, 'instanceConcurrency: expected a whole number from 1 to 1600, got 1.5'],
    [{ maxInstances: 15_001 }, 'maxInstances: expected a whole number from 0 to 15000, got 15001'],
    [{ minInstances: 6, maxInstances: 5 }, 'minInstances: expected a whole number from 0 to 5, got 6'],
  ])('cannot be set up with %j', (changes, message) => {
    expect(() => lambda.createManagedLimits(changes)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', message }),
    );
  });
});
