/** Arbitrary arrivals of every kind, small enough that all their starts can be compared. */
import { fc } from '../../support/property.ts';
import { type ArrivalSpec, spacings } from '../../../harness/contract/arrivals.ts';

const ratePerSecond = fc.double({ min: 0.1, max: 2000, noNaN: true });
const rateOrZero = fc.oneof(fc.constant(0), ratePerSecond);
const durationMs = fc.oneof(
  fc.integer({ min: 1, max: 500 }),
  fc.double({ min: 0.001, max: 500, noNaN: true }),
);
const spacing = fc.constantFrom(...spacings);
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const ascending = fc
  .array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 1, maxLength: 50 })
  .map((stamps) => stamps.toSorted((a, b) => a - b));

const steady = fc.record({ kind: fc.constantFrom('constant', 'poisson'), ratePerSecond, durationMs });
const jitter = fc.record({ kind: fc.constant('jitter'), ratePerSecond, durationMs, jitter: fraction });
const burst = fc.record({ kind: fc.constant('burst'), count: fc.integer({ min: 1, max: 50 }) });
const stamps = fc.record({ kind: fc.constant('stamps'), atMs: ascending });
const idleGap = fc.record({
  kind: fc.constant('idle-gap'),
  gapsMs: fc.array(durationMs, { minLength: 1, maxLength: 20 }),
});
const counts = fc.record({
  kind: fc.constant('counts'),
  counts: fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 10 }),
  intervalMs: fc.integer({ min: 1, max: 100 }),
  spacing,
});

/** Arrivals with a rate that changes, by which they can be judged. */
export type Changing = Extract<ArrivalSpec, { kind: 'ramp' | 'steps' | 'spikes' | 'diurnal' }>;

export const changing: fc.Arbitrary<Changing> = fc.oneof(
  fc.record({
    kind: fc.constant('ramp'),
    fromPerSecond: rateOrZero,
    toPerSecond: rateOrZero,
    durationMs,
    spacing,
  }),
  fc.record({
    kind: fc.constant('steps'),
    steps: fc.array(fc.record({ ratePerSecond: rateOrZero, durationMs }), { minLength: 1, maxLength: 5 }),
    spacing,
  }),
  fc
    .record({
      kind: fc.constant('spikes'),
      ratePerSecond: rateOrZero,
      spikePerSecond: ratePerSecond,
      everyMs: fc.integer({ min: 1, max: 200 }),
      part: fraction,
      durationMs,
      spacing,
    })
    .map(({ part, ...spec }) => ({ ...spec, spikeMs: part * spec.everyMs })),
  fc.record({
    kind: fc.constant('diurnal'),
    meanPerSecond: ratePerSecond,
    amplitude: fraction,
    periodMs: fc.integer({ min: 1, max: 300 }),
    peakAtMs: fc.integer({ min: 0, max: 600 }),
    dayFactors: fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { minLength: 1, maxLength: 7 }),
    durationMs,
    spacing,
  }),
);

/** Nothing combined, nothing that lasts no time. */
export const simple: fc.Arbitrary<ArrivalSpec> = fc.oneof(steady, jitter, changing, counts, stamps, idleGap);

export const anyArrivals: fc.Arbitrary<ArrivalSpec> = fc.letrec<{ any: ArrivalSpec }>((tie) => {
  const of = tie('any');
  const parts = fc.array(of, { minLength: 1, maxLength: 3 });
  const factor = fc.double({ min: 0.1, max: 3, noNaN: true });
  return {
    any: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      simple,
      burst,
      fc.record({ kind: fc.constantFrom('concat', 'superpose'), parts }),
      fc.record({ kind: fc.constant('scale'), of, rate: factor, time: factor }),
      fc.record({
        kind: fc.constant('limit'),
        of,
        invocations: fc.integer({ min: 1, max: 200 }),
        durationMs,
      }),
      fc.record({
        kind: fc.constant('share'),
        of,
        weights: fc.tuple(fraction, fc.double({ min: 0.1, max: 1, noNaN: true })),
        at: fc.nat({ max: 1 }),
      }),
    ),
  };
}).any;

export const seed: fc.Arbitrary<number> = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
