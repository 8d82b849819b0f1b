import { describe, expect, it } from '@jest/globals';
import type { PlayPart } from '../../../../harness/load/engine.ts';
import { millis, toExecutor } from '../../../../harness/load/k6/executor.ts';
import { everyLoad, toOpen } from './script-parts.ts';

const limits = { timeoutMs: 5000, maxVUs: 500 };
/** After every ramp: a moment in which k6 begins what is due at the very end. */
const runOut = [
  { target: 0, duration: '0ms' },
  { target: 0, duration: '100ms' },
];
const rows = Object.entries(everyLoad);

describe('the k6 executor of a load', () => {
  it.each<[keyof typeof everyLoad, object]>([
    ['constant', { executor: 'constant-arrival-rate', rate: 20, timeUnit: '1s' }],
    ['poisson', { executor: 'constant-arrival-rate', rate: 20, timeUnit: '1s', duration: '1m' }],
    ['jitter', { executor: 'constant-arrival-rate', rate: 20 }],
    [
      'ramp',
      { executor: 'ramping-arrival-rate', startRate: 0, stages: [{ target: 50, duration: '1m' }, ...runOut] },
    ],
    [
      'steps',
      {
        executor: 'ramping-arrival-rate',
        startRate: 10,
        stages: [
          { target: 10, duration: '30s' },
          { target: 40, duration: '0ms' },
          { target: 40, duration: '30s' },
          ...runOut,
        ],
      },
    ],
    ['burst', { executor: 'per-vu-iterations', vus: 50, iterations: 1 }],
    ['diurnal', { executor: 'ramping-arrival-rate' }],
    ['idle-gap', { executor: 'ramping-arrival-rate' }],
    ['stamps', { executor: 'ramping-arrival-rate' }],
    ['superpose', { executor: 'ramping-arrival-rate', stages: [{ target: 20, duration: '10s' }, ...runOut] }],
    ['scale', { executor: 'constant-arrival-rate', rate: 40 }],
    ['share', { executor: 'constant-arrival-rate', rate: 25 }],
    ['callers', { executor: 'constant-vus', vus: 10, duration: '30s', gracefulStop: '6250ms' }],
    [
      'growing-callers',
      {
        executor: 'ramping-vus',
        startVUs: 0,
        stages: [
          { target: 20, duration: '10s' },
          { target: 40, duration: '0ms' },
          { target: 40, duration: '10s' },
        ],
      },
    ],
  ])('of %s', (kind, expected) => {
    expect(toExecutor(everyLoad[kind], limits)).toMatchObject(expected);
  });

  it('finds both edges of every spike', () => {
    const { stages } = toExecutor(everyLoad.spikes, limits) as unknown as Stages;
    expect(stages.map(({ target }) => target)).toEqual([5, 100, 100, 5, 5, 100, 100, 0, 0]);
    expect(stages.map(({ duration }) => duration)).toEqual([
      '58s',
      '0ms',
      '2s',
      '0ms',
      '58s',
      '0ms',
      '2s',
      '0ms',
      '100ms',
    ]);
  });

  it.each(rows)('makes as many invocations as the schedule of %s', (_, load) => {
    if (load.model === 'closed' || load.schedule.duration === 0) return;
    const planned = countOf(load);
    // Random arrivals vary about their rate.
    const chance = 4 * Math.sqrt(planned);
    expect(Math.abs(integralOf(toExecutor(load, limits)) - planned)).toBeLessThan(2 + chance);
  });

  it.each([
    ['constant 10/s', { kind: 'constant', ratePerSecond: 10, durationMs: 3000 }, 30],
    ['constant 3/s', { kind: 'constant', ratePerSecond: 3, durationMs: 20_000 }, 60],
    ['constant 5,000/s', { kind: 'constant', ratePerSecond: 5000, durationMs: 2000 }, 10_000],
  ] as const)('stops %s between the last invocation and the one after it', (_, arrivals, count) => {
    const executor = toExecutor(toOpen(arrivals), limits);
    expect(executor.executor).toBe('constant-arrival-rate');
    // k6 begins one at 0 and one after each distance.
    expect(Math.floor(integralOf(executor)) + 1).toBe(count);
  });

  it('keeps a rate for less than a second as a ramp without slope: k6 refuses it otherwise', () => {
    const load = toOpen({ kind: 'constant', ratePerSecond: 40, durationMs: 300 });
    expect(toExecutor(load, limits)).toMatchObject({
      executor: 'ramping-arrival-rate',
      startRate: 40,
      stages: [{ target: 40, duration: '300ms' }, ...runOut],
    });
  });

  it('is a ramp without slope where every invocation counts', () => {
    expect(toExecutor(everyLoad.constant, { ...limits, isExact: true })).toMatchObject({
      executor: 'ramping-arrival-rate',
      startRate: 20,
      stages: [{ target: 20, duration: '1m' }, ...runOut],
    });
  });

  it('has whole numbers for rates below one a second', () => {
    const load = toOpen({ kind: 'constant', ratePerSecond: 0.05, durationMs: 600_000 });
    expect(toExecutor(load, limits)).toMatchObject({ rate: 3, timeUnit: '1m' });
  });

  it.each([
    ['the rate times the time limit', 20, 60_000, { preAllocatedVUs: 21, maxVUs: 101 }],
    ['no more than there are invocations', 20, 2000, { preAllocatedVUs: 21, maxVUs: 40 }],
    ['no more than allowed', 1000, 60_000, { preAllocatedVUs: 500, maxVUs: 500 }],
  ])('has virtual users for %s', (_, ratePerSecond, durationMs, expected) => {
    expect(toExecutor(toOpen({ kind: 'constant', ratePerSecond, durationMs }), limits)).toMatchObject(
      expected,
    );
  });

  it('shares a burst that is larger than allowed among the virtual users there may be', () => {
    expect(toExecutor(toOpen({ kind: 'burst', count: 2000 }), limits)).toMatchObject({
      executor: 'shared-iterations',
      vus: 500,
      iterations: 2000,
    });
  });

  it.each([
    [0, '0ms'],
    [250, '250ms'],
    [1500, '1500ms'],
    [59_975, '59975ms'],
    [60_000, '1m'],
    [90_000, '90s'],
    [7_200_000, '2h'],
    [0.5, '0.5ms'],
  ])('writes %d ms as %s', (amount, text) => {
    expect(millis(amount)).toBe(text);
  });
});

interface Stages {
  readonly stages: readonly { readonly target: number; readonly duration: string }[];
}

function countOf(load: PlayPart['load']): number {
  if (load.model === 'closed') return 0;
  let index = 0;
  while (load.schedule.intendedStart(index) !== undefined) index++;
  return index;
}

/** Invocations that an executor asks k6 for. */
function integralOf(executor: object): number {
  const { rate, startRate, timeUnit, duration, stages } = executor as Record<string, unknown> & Stages;
  const perMs = 1 / toMs(String(timeUnit));
  if (stages === undefined) return Number(rate) * perMs * toMs(String(duration));
  let from = Number(startRate);
  return stages.reduce((sum, stage) => {
    const made = ((from + stage.target) / 2) * perMs * toMs(stage.duration);
    from = stage.target;
    return sum + made;
  }, 0);
}

function toMs(text: string): number {
  const [, amount, unit] = /^([\d.]+)(ms|s|m|h)$/.exec(text) ?? [];
  return Number(amount) * { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[unit as 'ms' | 's' | 'm' | 'h'];
}
