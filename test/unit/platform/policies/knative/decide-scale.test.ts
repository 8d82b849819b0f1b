import { describe, expect, it } from '@jest/globals';
import { knative } from '../../../../../platform/policies/index.ts';

const { createScalerState, decideScale } = knative;

/** As in the scenarios of Knative's own tests: rates of 10, a panic from twice the capacity on, one instance ready. */
const toSpec = (target: number, targetBurstCapacity: number): knative.DeciderSpec => ({
  targetValue: target,
  totalValue: target / 0.75,
  targetBurstCapacity,
  panicThreshold: 2,
  stableWindowMs: 60_000,
  maxScaleUpRate: 10,
  maxScaleDownRate: 10,
  scaleDownDelayMs: 0,
  activationScale: 1,
  initialScale: 1,
  isReachable: true,
  activatorCapacity: 100,
});

interface Step {
  readonly atMs?: number;
  readonly stable: number;
  readonly panic: number;
  readonly ready?: number;
}

function play(spec: knative.DeciderSpec, steps: readonly Step[], startedWith = 1): knative.ScaleStep[] {
  let state = createScalerState(startedWith, 0);
  return steps.map(({ atMs = 0, stable, panic, ready = 1 }) => {
    const step = decideScale({ readyInstances: ready, value: { stable, panic } }, spec, state, atMs);
    ({ state } = step);
    return step;
  });
}

function desired(steps: readonly knative.ScaleStep[]): (number | string)[] {
  return steps.map(({ decision }) =>
    decision.kind === 'scale' ? decision.desiredInstances : decision.reason,
  );
}

function only(spec: knative.DeciderSpec, step: Step): Extract<knative.ScaleDecision, { kind: 'scale' }> {
  const [played] = play(spec, [step]);
  if (played?.decision.kind !== 'scale') throw new Error('nothing was decided');
  return played.decision;
}

describe('the desired number of instances', () => {
  it.each<[string, Partial<knative.DeciderSpec>, Step, number, knative.ScaleReason]>([
    ['follows the stable window', {}, { stable: 50, panic: 10 }, 5, 'stable'],
    ['is zero without load', {}, { stable: 0, panic: 0 }, 0, 'stable'],
    ['rounds up', {}, { stable: 10.000001, panic: 0 }, 2, 'stable'],
    [
      'grows to the rate at most',
      { targetValue: 1, maxScaleUpRate: 10 },
      { stable: 1000, panic: 1 },
      10,
      'scaleUpRate',
    ],
    [
      'can always grow by one',
      { targetValue: 1, maxScaleUpRate: 1.1 },
      { stable: 3, panic: 3, ready: 2 },
      3,
      'stable',
    ],
    [
      'shrinks to the rate at most',
      { targetValue: 1, maxScaleDownRate: 1.1 },
      { stable: 1, panic: 1, ready: 100 },
      90,
      'scaleDownRate',
    ],
    [
      'shrinks at once where nobody can reach it',
      { targetValue: 1, maxScaleDownRate: 1.1, isReachable: false },
      { stable: 1, panic: 1, ready: 100 },
      1,
      'stable',
    ],
    [
      'is the activation scale at least while there is load',
      { activationScale: 5 },
      { stable: 1, panic: 1 },
      5,
      'activationScale',
    ],
    [
      'ignores the activation scale without load',
      { activationScale: 5 },
      { stable: 0, panic: 0 },
      0,
      'stable',
    ],
    [
      'may pass the rate by the activation scale',
      { activationScale: 50 },
      { stable: 1, panic: 1 },
      50,
      'activationScale',
    ],
    [
      'is more than the activation scale where the load asks for it',
      { activationScale: 2 },
      { stable: 50, panic: 10 },
      5,
      'stable',
    ],
  ])('%s', (_, changes, step, instances, reason) => {
    expect(only({ ...toSpec(10, 101), ...changes }, step)).toMatchObject({
      desiredInstances: instances,
      reason,
      isPanicking: false,
    });
  });

  it.each([
    ['10 after 1, and 100 after 10, at a tenfold rate', [1, 10], [10, 100]],
    ['1,000 after 100 at the same rate, though 1,001 were asked for', [100], [1000]],
  ])('is %s', (_, readys, instances) => {
    const steps = readys.map((ready) => ({ stable: 1000, panic: 1001, ready }));
    expect(desired(play(toSpec(1, 0), steps))).toEqual(instances);
  });
});

describe('panic', () => {
  it('is bound by the rate, which can always add one', () => {
    const spec = { ...toSpec(1, 0), maxScaleUpRate: 1.1 };
    expect(desired(play(spec, [{ stable: 3, panic: 3.1, ready: 2 }]))).toEqual([3]);
  });

  it('begins at the threshold, and follows the shorter window', () => {
    expect(only(toSpec(1, 98), { stable: 11, panic: 25, ready: 10 })).toMatchObject({
      desiredInstances: 25,
      isPanicking: true,
      reason: 'panic',
    });
  });

  it('stays for a stable window after the surge', () => {
    const steps = play(toSpec(1, 98), [
      { stable: 11, panic: 25, ready: 10 },
      { atMs: 30_000, stable: 30, panic: 41, ready: 40 },
      { atMs: 62_000, stable: 50, panic: 56, ready: 55 },
    ]);
    expect(desired(steps)).toEqual([25, 41, 50]);
    expect(steps.map(({ state }) => state.panicSinceMs)).toEqual([0, 0, undefined]);
  });

  it('does not begin just below the threshold', () => {
    expect(only(toSpec(1, 0), { stable: 11, panic: 19, ready: 10 }).isPanicking).toBe(false);
  });

  it('looks at what the load asks for, not at what the rate allows', () => {
    const spec = { ...toSpec(1, 0), maxScaleUpRate: 1.5 };
    expect(only(spec, { stable: 1, panic: 30, ready: 10 })).toMatchObject({
      desiredInstances: 15,
      isPanicking: true,
    });
  });

  it('never takes an instance away, and ends when the surge has been in the stable window for its length', () => {
    const steps = play(toSpec(1, 0), [
      { stable: 11, panic: 25, ready: 10 },
      { atMs: 30_000, stable: 30, panic: 41, ready: 25 },
      { atMs: 40_000, stable: 5, panic: 5, ready: 41 },
      { atMs: 60_000, stable: 50, panic: 56, ready: 41 },
      { atMs: 60_001, stable: 50, panic: 56, ready: 41 },
    ]);
    expect(desired(steps)).toEqual([25, 41, 41, 56, 50]);
    expect(steps.map(({ state }) => state.panicSinceMs)).toEqual([0, 0, 0, 0, undefined]);
    expect(steps.at(-1)?.state.maxPanicInstances).toBe(0);
  });

  it('is extended for as long as the threshold is exceeded', () => {
    const steps = play(toSpec(1, 0), [
      { stable: 1, panic: 20, ready: 10 },
      { atMs: 50_000, stable: 1, panic: 40, ready: 20 },
      { atMs: 110_000, stable: 1, panic: 1, ready: 40 },
      { atMs: 110_001, stable: 1, panic: 1, ready: 40 },
    ]);
    expect(steps.map(({ state }) => state.panicSinceMs)).toEqual([0, 50_000, 50_000, undefined]);
    expect(desired(steps)).toEqual([20, 40, 40, 4]);
  });

  it('lets the stable window ask for more than the panic window', () => {
    const steps = play(toSpec(1, 0), [
      { stable: 11, panic: 25, ready: 10 },
      { atMs: 2000, stable: 30, panic: 5, ready: 25 },
    ]);
    expect(desired(steps)).toEqual([25, 30]);
  });

  it('multiplies by the load it sees until it has caught up', () => {
    const readys = [1, 6, 36, 216];
    const spec = toSpec(1, 0);
    const steps = readys.map((ready, index) => ({
      atMs: index * 2000,
      stable: ready,
      panic: ready * 6,
      ready,
    }));
    expect(desired(play(spec, steps))).toEqual([6, 36, 216, 1296]);
  });

  it('is how an autoscaler of several instances begins, so that it takes none away before it knows the load', () => {
    const steps = play(
      toSpec(10, 0),
      [
        { stable: 0, panic: 0, ready: 4 },
        { atMs: 60_001, stable: 0, panic: 0, ready: 4 },
      ],
      4,
    );
    expect(desired(steps)).toEqual([4, 0]);
    expect(steps.map(({ decision }) => decision.reason)).toEqual(['panicHolds', 'stable']);
  });

  it.each([0, 1])('is not how an autoscaler of %i instances begins', (ready) => {
    expect(createScalerState(ready, 5)).toEqual({
      panicSinceMs: undefined,
      maxPanicInstances: ready,
      delay: undefined,
    });
  });
});

describe('a scale-down delay', () => {
  const spec = { ...toSpec(10, 0), scaleDownDelayMs: 300_000 };

  it('keeps the largest of its time, in steps of two seconds', () => {
    const steps = play(spec, [
      { atMs: 2000, stable: 40, panic: 10 },
      { atMs: 300_000, stable: 0, panic: 0 },
      { atMs: 302_000, stable: 0, panic: 0 },
    ]);
    expect(desired(steps)).toEqual([4, 4, 0]);
    expect(steps.map(({ decision }) => decision.reason)).toEqual(['stable', 'scaleDownDelay', 'stable']);
  });

  it('lets it grow at once', () => {
    const steps = play(spec, [
      { atMs: 2000, stable: 10, panic: 10 },
      { atMs: 4000, stable: 90, panic: 10 },
    ]);
    expect(desired(steps)).toEqual([1, 9]);
  });

  it('does not hold what nobody can reach', () => {
    const steps = play({ ...spec, isReachable: false }, [
      { atMs: 2000, stable: 40, panic: 10 },
      { atMs: 4000, stable: 0, panic: 0 },
    ]);
    expect(desired(steps)).toEqual([4, 0]);
  });

  it('of nothing does not even hold for a tick', () => {
    const steps = play({ ...spec, scaleDownDelayMs: 0 }, [
      { atMs: 2000, stable: 40, panic: 10 },
      { atMs: 2100, stable: 0, panic: 0 },
    ]);
    expect(desired(steps)).toEqual([4, 0]);
    expect(steps.at(-1)?.state.delay).toBeUndefined();
  });
});

describe('the excess burst capacity', () => {
  it.each([
    [
      'counts what the instances hold, without their target',
      10,
      101,
      1,
      10,
      Math.floor(10 / 0.75 - 101 - 10),
    ],
    ['counts the instances that are ready, and they may be none', 10, 101, 0, 10, -111],
    ['rounds down', 10, 0.5, 1, 1.2, Math.floor(10 / 0.75 - 0.5 - 1.2)],
    ['is 0 where none is asked for', 10, 0, 1, 1000, 0],
    ['is below 0 where it is asked for without limit', 10, -1, 1000, 0, -1],
  ])('%s', (_, target, burst, ready, panic, capacity) => {
    expect(only(toSpec(target, burst), { stable: 0, panic, ready }).excessBurstCapacity).toBe(capacity);
  });

  it.each([
    [-1, -1],
    [0, 0],
    [211, 2 * 100 - 211],
  ])('with a target burst of %i is %i before anything is decided', (targetBurstCapacity, capacity) => {
    expect(knative.toInitialScale({ targetBurstCapacity, initialScale: 2, totalValue: 100 })).toEqual({
      desiredInstances: -1,
      excessBurstCapacity: capacity,
    });
  });
});

describe('nothing is decided', () => {
  const state = createScalerState(3, 0);
  it.each([
    ['without data', { readyInstances: 1, value: 'noData' }, 'noData'],
    [
      'without the number of instances',
      { readyInstances: 'unknown', value: { stable: 1, panic: 1 } },
      'unknownInstances',
    ],
  ] as const)('%s', (_, seen, reason) => {
    expect(decideScale(seen, toSpec(10, 0), state, 2000)).toEqual({
      decision: { kind: 'none', reason },
      state,
    });
  });

  it('but a revision without endpoints has no instance', () => {
    const seen = { readyInstances: 'notFound', value: { stable: 50, panic: 10 } } as const;
    expect(decideScale(seen, toSpec(10, 101), createScalerState(0, 0), 0).decision).toMatchObject({
      desiredInstances: 5,
      excessBurstCapacity: -111,
    });
  });
});

describe('a tick', () => {
  it.each<[string, knative.TickObservation, number, knative.TickDecision]>([
    [
      'is due every two seconds',
      { nextTickMs: 3000, desiredInstances: 1 },
      3000,
      { kind: 'tick', reason: 'interval', nextTickMs: 5000 },
    ],
    [
      'is not due before',
      { nextTickMs: 3000, desiredInstances: 1 },
      2999,
      { kind: 'wait', reason: 'notDue', nextTickMs: 3000 },
    ],
    [
      'that was missed is not made up for',
      { nextTickMs: 3000, desiredInstances: 1 },
      8500,
      { kind: 'tick', reason: 'interval', nextTickMs: 9000 },
    ],
    [
      'comes at once with the first load of a revision at zero',
      { nextTickMs: 3000, desiredInstances: 0, arrivedConcurrency: 1 },
      1500,
      { kind: 'tick', reason: 'fromZero', nextTickMs: 3000 },
    ],
    [
      'does not come with a report of no load',
      { nextTickMs: 3000, desiredInstances: 0, arrivedConcurrency: 0 },
      1500,
      { kind: 'wait', reason: 'notDue', nextTickMs: 3000 },
    ],
    [
      'does not come at once while there are instances, or before anything was decided',
      { nextTickMs: 3000, desiredInstances: -1, arrivedConcurrency: 9 },
      1500,
      { kind: 'wait', reason: 'notDue', nextTickMs: 3000 },
    ],
  ])('%s', (_, seen, nowMs, decision) => {
    expect(knative.decideTick(seen, nowMs)).toEqual(decision);
  });
});
