import { describe, expect, it } from '@jest/globals';
import { fc } from '../../../support/property.ts';
import { knative } from '../../../../platform/policies/index.ts';

const spec = fc.record<knative.DeciderSpec>({
  targetValue: fc.double({ min: 0.01, max: 200, noNaN: true }),
  totalValue: fc.double({ min: 0.01, max: 300, noNaN: true }),
  targetBurstCapacity: fc.constantFrom(-1, 0, 211),
  panicThreshold: fc.double({ min: 1.1, max: 10, noNaN: true }),
  stableWindowMs: fc.integer({ min: 6, max: 3600 }).map((seconds) => seconds * 1000),
  maxScaleUpRate: fc.double({ min: 1.001, max: 1000, noNaN: true }),
  maxScaleDownRate: fc.double({ min: 1.001, max: 100, noNaN: true }),
  scaleDownDelayMs: fc.integer({ min: 0, max: 60 }).map((seconds) => seconds * 1000),
  activationScale: fc.integer({ min: 1, max: 5 }),
  initialScale: fc.constant(1),
  isReachable: fc.boolean(),
  activatorCapacity: fc.constant(100),
});
const tick = fc.record({
  afterMs: fc.integer({ min: 1, max: 20_000 }),
  ready: fc.integer({ min: 0, max: 500 }),
  stable: fc.double({ min: 0, max: 5000, noNaN: true }),
  panic: fc.double({ min: 0, max: 5000, noNaN: true }),
});
type Tick = typeof tick extends fc.Arbitrary<infer T> ? T : never;

function play(deciderSpec: knative.DeciderSpec, ticks: readonly Tick[]): knative.ScaleStep[] {
  let state = knative.createScalerState(ticks[0]?.ready ?? 0, 0);
  let nowMs = 0;
  return ticks.map(({ afterMs, ready, stable, panic }) => {
    nowMs += afterMs;
    const seen = { readyInstances: ready, value: { stable, panic } };
    const step = knative.decideScale(seen, deciderSpec, state, nowMs);
    ({ state } = step);
    return step;
  });
}

const toDesired = ({ decision }: knative.ScaleStep): number =>
  decision.kind === 'scale' ? decision.desiredInstances : NaN;
const isPanicking = ({ state }: knative.ScaleStep): boolean => state.panicSinceMs !== undefined;

describe('the scaling of Knative', () => {
  it('decides the same for the same, and changes nothing it is given', () => {
    fc.assert(
      fc.property(spec, fc.array(tick, { maxLength: 30 }), (deciderSpec, ticks) => {
        expect(play(deciderSpec, ticks)).toEqual(play(deciderSpec, ticks));
        const state = Object.freeze(knative.createScalerState(5, 0));
        knative.decideScale({ readyInstances: 5, value: { stable: 9, panic: 99 } }, deciderSpec, state, 1);
      }),
    );
  });

  it('stays within the rates of one tick, outside panic, delay and activation scale', () => {
    fc.assert(
      fc.property(spec, tick, (deciderSpec, one) => {
        const state = knative.createScalerState(0, 0);
        const plain = { ...deciderSpec, scaleDownDelayMs: 0, activationScale: 1, panicThreshold: Infinity };
        const seen = { readyInstances: one.ready, value: { stable: one.stable, panic: one.panic } };
        const desired = toDesired(knative.decideScale(seen, plain, state, 1));
        const ready = Math.max(1, one.ready);
        expect(desired).toBeLessThanOrEqual(Math.ceil(ready * plain.maxScaleUpRate));
        expect(desired).toBeGreaterThanOrEqual(
          plain.isReachable ? Math.floor(ready / plain.maxScaleDownRate) : 0,
        );
      }),
    );
  });

  it('never asks for fewer while it panics', () => {
    fc.assert(
      fc.property(spec, fc.array(tick, { minLength: 2, maxLength: 40 }), (deciderSpec, ticks) => {
        const steps = play({ ...deciderSpec, scaleDownDelayMs: 0 }, ticks);
        for (const [index, step] of steps.entries()) {
          const before = steps[index - 1];
          if (before !== undefined && isPanicking(before) && isPanicking(step)) {
            expect(toDesired(step)).toBeGreaterThanOrEqual(toDesired(before));
          }
        }
      }),
    );
  });

  it('with a delay never asks for fewer than without', () => {
    fc.assert(
      fc.property(spec, fc.array(tick, { maxLength: 30 }), (deciderSpec, ticks) => {
        const prompt = play({ ...deciderSpec, scaleDownDelayMs: 0 }, ticks).map(toDesired);
        const delayed = play(deciderSpec, ticks).map(toDesired);
        for (const [index, desired] of delayed.entries())
          expect(desired).toBeGreaterThanOrEqual(prompt[index] ?? 0);
      }),
    );
  });

  it('comes to rest at a constant load, and stays there', () => {
    fc.assert(
      fc.property(spec, fc.double({ min: 0, max: 5000, noNaN: true }), (deciderSpec, load) => {
        const steady = {
          ...deciderSpec,
          activationScale: 1,
          maxScaleUpRate: Math.max(2, deciderSpec.maxScaleUpRate),
        };
        let state = knative.createScalerState(1, 0);
        let ready = 1;
        const history: number[] = [];
        // Long enough for a panic that began at once, and the delay after it, to be over.
        const ticks = Math.ceil((steady.stableWindowMs + steady.scaleDownDelayMs) / 2000) + 40;
        for (let index = 1; index <= ticks + 5; index++) {
          const seen = { readyInstances: ready, value: { stable: load, panic: load } };
          const step = knative.decideScale(seen, steady, state, index * 2000);
          ({ state } = step);
          ready = toDesired(step);
          history.push(ready);
        }
        expect(new Set(history.slice(-5))).toEqual(new Set([Math.ceil(load / steady.targetValue)]));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a metric window', () => {
  const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 100 })), {
    minLength: 1,
    maxLength: 60,
  });
  const algorithm = fc.constantFrom(
    'linear',
    'weightedExponential',
  ) satisfies fc.Arbitrary<knative.AggregationAlgorithm>;
  const fill = (kind: knative.AggregationAlgorithm, records: readonly (readonly [number, number])[]) =>
    records.reduce(
      (window, [second, value]) => knative.recordValue(window, second * 1000, value),
      knative.createMetricWindow({ windowMs: 30_000, algorithm: kind }),
    );

  it('does not depend on the order of what comes within the window', () => {
    fc.assert(
      fc.property(algorithm, values, fc.infiniteStream(fc.nat()), (kind, records, order) => {
        const keys = records.map((record) => ({ record, key: order.next().value }));
        const shuffled = keys.toSorted((a, b) => a.key - b.key).map(({ record }) => record);
        const nowMs = 20_000;
        const average = knative.averageValue(fill(kind, shuffled), nowMs);
        expect(average).toBeCloseTo(knative.averageValue(fill(kind, records), nowMs), 9);
      }),
    );
  });

  it('averages to something between the least and the most of its seconds', () => {
    fc.assert(
      fc.property(algorithm, values, (kind, records) => {
        const sums = new Map<number, number>();
        for (const [second, value] of records) sums.set(second, (sums.get(second) ?? 0) + value);
        const average = knative.averageValue(fill(kind, records), 20_000);
        expect(average).toBeGreaterThanOrEqual(0);
        expect(average).toBeLessThanOrEqual(Math.max(...sums.values()) + 1e-9);
      }),
    );
  });

  it('of a linear kind is the mean of its last seconds', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 100 }), (series) => {
        const window = fill('linear', [...series.entries()]);
        const last = series.slice(-30);
        const mean = last.reduce((sum, value) => sum + value, 0) / last.length;
        expect(knative.averageValue(window, (series.length - 1) * 1000)).toBeCloseTo(mean, 5);
      }),
    );
  });
});

describe('a breaker', () => {
  const event = fc.constantFrom('enter', 'leave', 'abandon', 'grow', 'shrink');

  it('never runs more than it could, nor holds more than its slots, nor lets wait with room', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 200 }), (events) => {
        let breaker = knative.createBreaker({ queueDepth: 3, maxConcurrency: 5, initialCapacity: 2 });
        let largest = breaker.capacity;
        for (const kind of events) {
          breaker = apply(breaker, kind);
          largest = Math.max(largest, breaker.capacity);
          expect(breaker.running).toBeLessThanOrEqual(largest);
          expect(breaker.running + breaker.waiting).toBeLessThanOrEqual(breaker.slots);
          expect(breaker.waiting === 0 || breaker.running >= breaker.capacity).toBe(true);
        }
      }),
    );
  });

  function apply(breaker: knative.Breaker, kind: string): knative.Breaker {
    const { running, waiting, capacity } = breaker;
    if (kind === 'enter') return knative.enterBreaker(breaker).breaker;
    if (kind === 'leave') return running > 0 ? knative.leaveBreaker(breaker).breaker : breaker;
    if (kind === 'abandon') return waiting > 0 ? knative.abandonBreaker(breaker) : breaker;
    const size = kind === 'grow' ? Math.min(5, capacity + 1) : Math.max(0, capacity - 1);
    return knative.resizeBreaker(breaker, size).breaker;
  }
});

describe('the way to zero', () => {
  it('never leaves the bounds of the revision', () => {
    const seen = fc.record<knative.ReplicaObservation>({
      desiredInstances: fc.integer({ min: -1, max: 50 }),
      currentInstances: fc.nat(50),
      activity: fc.constantFrom('activating', 'active', 'inactive'),
      activitySinceMs: fc.integer({ min: 0, max: 1_000_000 }),
      isInitialScaleReached: fc.constant(true),
      proxiedSinceMs: fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: undefined }),
      probeActivator: fc.boolean().map((isInPath) => () => isInPath),
    });
    fc.assert(
      fc.property(seen, fc.nat(5), fc.integer({ min: 5, max: 10 }), (observation, minScale, maxScale) => {
        const limits = {
          minScale,
          maxScale,
          initialScale: 1,
          isReachable: true,
          isScaleToZeroEnabled: true,
          stableWindowMs: 60_000,
          graceMs: 30_000,
          retentionMs: 0,
          targetBurstCapacity: 211,
        };
        const { isApplied, instances } = knative.decideReplicas(observation, limits, 1_000_000);
        if (!isApplied) return;
        expect(instances).toBeGreaterThanOrEqual(minScale);
        expect(instances).toBeLessThanOrEqual(maxScale);
      }),
    );
  });
});
