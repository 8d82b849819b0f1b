import { describe, expect, it } from '@jest/globals';
import { countStarts } from '../../../../harness/contract/count-starts.ts';
import { groupBy } from '../../../../harness/contract/group-by.ts';
import { createSchedule } from '../../../../workloads/arrivals/create-schedule.ts';
import {
  type Points,
  appsWithTrigger,
  functionsByTrigger,
  functionsOfApps,
  invocationsByTrigger,
  invocationsBySize,
  invocationsOfApps,
  invocationsOfFunctions,
  leastMiB,
  longestSeconds,
  meanMiB,
  meanSeconds,
  mostMiB,
  popularityOfApps,
  popularityOfFunctions,
  shortestSeconds,
  triggers,
  variation,
} from '../../../../workloads/traces/published.ts';
import { createSyntheticTrace } from '../../../../workloads/traces/synthetic-trace.ts';
import type { TracedFunction } from '../../../../workloads/traces/trace.ts';

const functions = createSyntheticTrace({ functions: 20_000, seed: 7 });
const apps = [...groupBy(functions, (one) => one.app).values()];

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function toDay({ arrivals }: TracedFunction): number {
  if (arrivals.kind === 'renewal') return arrivals.ratePerSecond * 86_400;
  if (arrivals.kind !== 'share' || arrivals.of.kind !== 'renewal') throw new Error(arrivals.kind);
  const { of, weights, at } = arrivals;
  return (of.ratePerSecond * 86_400 * (weights[at] ?? 0)) / sumOf(weights);
}

const appDay = (own: readonly TracedFunction[]): number => sumOf(own.map(toDay));
const [first, last] = [0, -1];
const quantile = (one: TracedFunction | undefined, of: 'durationMs' | 'memoryMiB', at: number): number =>
  one?.[of]?.quantiles.at(at)?.value ?? Number.NaN;

function toVariation([one]: readonly TracedFunction[]): number {
  const whole = one?.arrivals.kind === 'share' ? one.arrivals.of : one?.arrivals;
  return whole?.kind === 'renewal' ? whole.variation : Number.NaN;
}

/** What an application has to be invoked for its gaps to be spoken of. */
const busy = apps.filter((own) => appDay(own) > 24);
const hasTimer = (own: readonly TracedFunction[]): boolean => own.some((one) => one.trigger === 'timer');
const hasOnlyTimers = (own: readonly TracedFunction[]): boolean =>
  own.every((one) => one.trigger === 'timer');

function expectDistribution(values: readonly number[], points: Points): void {
  for (const [value, share] of points) {
    const found = values.filter((one) => one <= value * (1 + 1e-9)).length / values.length;
    expect(Math.abs(found - share)).toBeLessThan(0.03);
  }
}

function expectPopularity(values: readonly number[], points: Points): void {
  const sorted = values.toSorted((a, b) => b - a);
  for (const [top, share] of points) {
    const found = sumOf(sorted.slice(0, Math.round(top * values.length))) / sumOf(values);
    expect(Math.abs(found - share)).toBeLessThan(0.03);
  }
}

describe('a synthetic trace of 20,000 functions is within 0.03 of every published point:', () => {
  it.each<[string, readonly number[], Points]>([
    ['invocations a day of functions', functions.map(toDay), invocationsOfFunctions],
    ['invocations a day of applications', apps.map(appDay), invocationsOfApps],
    ['functions of applications', apps.map((own) => own.length), functionsOfApps],
    [
      'shortest durations',
      functions.map((one) => quantile(one, 'durationMs', first) / 1000),
      shortestSeconds,
    ],
    ['mean durations', functions.map((one) => (one.durationMs?.mean ?? 0) / 1000), meanSeconds],
    ['longest durations', functions.map((one) => quantile(one, 'durationMs', last) / 1000), longestSeconds],
    ['least memory', apps.map(([one]) => quantile(one, 'memoryMiB', first)), leastMiB],
    ['mean memory', apps.map(([one]) => one?.memoryMiB?.mean ?? 0), meanMiB],
    ['most memory', apps.map(([one]) => quantile(one, 'memoryMiB', last)), mostMiB],
    ['variation of gaps', busy.map(toVariation), variation.all],
    ['variation with timers alone', busy.filter(hasOnlyTimers).map(toVariation), variation.onlyTimers],
    ['variation with any timer', busy.filter(hasTimer).map(toVariation), [[1, 0.76]]],
    ['variation without timers', busy.filter((own) => !hasTimer(own)).map(toVariation), variation.noTimers],
  ])('%s', (_, values, points) => expectDistribution(values, points));

  it('popularity', () => {
    expectPopularity(functions.map(toDay), popularityOfFunctions);
    expectPopularity(apps.map(appDay), popularityOfApps);
  });

  it('invocations by the size of applications', () => {
    const total = sumOf(apps.map(appDay));
    for (const [size, share] of invocationsBySize) {
      const own = sumOf(apps.filter(({ length }) => length <= size).map(appDay));
      expect(Math.abs(own / total - share)).toBeLessThan(0.03);
    }
  });

  it.each(triggers)('functions, invocations and applications of the trigger %s', (trigger) => {
    const own = functions.filter((one) => one.trigger === trigger);
    const shares = [
      [own.length / functions.length, functionsByTrigger[trigger]],
      [sumOf(own.map(toDay)) / sumOf(functions.map(toDay)), invocationsByTrigger[trigger]],
      [
        apps.filter((all) => all.some((one) => one.trigger === trigger)).length / apps.length,
        appsWithTrigger[trigger],
      ],
    ] as const;
    for (const [found, published] of shares) expect(Math.abs(found - published)).toBeLessThan(0.03);
  });
});

describe('a synthetic trace', () => {
  it('is the same for the same seed, and another for another', () => {
    const create = (seed: number) => createSyntheticTrace({ functions: 30, seed });
    expect(create(3)).toEqual(create(3));
    expect(create(3)).not.toEqual(create(4));
  });

  it('has means that its quantiles give when values lie evenly between them', () => {
    for (const { durationMs } of functions.slice(0, 200)) {
      const [low, middle, high] = durationMs?.quantiles ?? [];
      const mean =
        ((middle?.share ?? 0) * ((low?.value ?? 0) + (middle?.value ?? 0))) / 2 +
        ((1 - (middle?.share ?? 0)) * ((middle?.value ?? 0) + (high?.value ?? 0))) / 2;
      expect(mean / (durationMs?.mean ?? 0)).toBeCloseTo(1, 6);
    }
  });

  it('lasts as long as is asked, and has as many invocations as its rates say', () => {
    const trace = createSyntheticTrace({ functions: 40, seed: 5, minutes: 60, rate: 0.5 });
    const calm = trace.filter((one) => one.arrivals.kind === 'scale');
    expect(calm.length).toBe(40);
    const [planned, found] = [
      sumOf(createSyntheticTrace({ functions: 40, seed: 5, minutes: 60 }).map(toDay)) / 48,
      sumOf(trace.map((one, at) => countStarts(createSchedule(one.arrivals, at)))),
    ];
    expect(found / planned).toBeGreaterThan(0.7);
    expect(found / planned).toBeLessThan(1.3);
  });
});

describe('gaps of a variation', () => {
  it.each([0, 0.5, 1, 3])('%d have it, at their rate', (asked) => {
    const schedule = createSchedule(
      { kind: 'renewal', ratePerSecond: 100, variation: asked, durationMs: 600_000 },
      1,
    );
    const count = countStarts(schedule);
    const gaps = Array.from(
      { length: count - 1 },
      (_, at) => (schedule.intendedStart(at + 1) ?? 0) - (schedule.intendedStart(at) ?? 0),
    );
    const mean = sumOf(gaps) / gaps.length;
    const deviation = Math.sqrt(sumOf(gaps.map((gap) => (gap - mean) ** 2)) / gaps.length);
    expect(Math.abs(count / 60_000 - 1)).toBeLessThan(0.05);
    expect(Math.abs(deviation / mean - asked)).toBeLessThan(0.1);
  });
});
