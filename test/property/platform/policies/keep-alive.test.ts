import { describe, expect, it } from '@jest/globals';
import { fc } from '../../../support/property.ts';
import {
  createIdleTimes,
  createInterArrivals,
  decideHybridHistogram,
  decideInterArrivalHistogram,
  emptyGreedyDualCache,
  evictLeastRecentlyUsed,
  forecastArima,
  greedyDualCacheSettings,
  greedyDualVariants,
  recordArrival,
  recordIdleTime,
  toBinVariation,
  useGreedyDualCache,
} from '../../../../platform/policies/keep-alive/index.ts';
import { deepFreeze } from '../../../support/deep-freeze.ts';

const idle = fc.array(
  fc.record({ lastUsedMs: fc.nat({ max: 50 }), memoryMiB: fc.integer({ min: 1, max: 300 }) }),
  {
    maxLength: 10,
  },
);
const idleTimes = (maxMs: number): fc.Arbitrary<number[]> =>
  fc.array(fc.nat({ max: maxMs }), { maxLength: 40 });

describe('evicting the least recently used', () => {
  it('frees enough or nothing, and never one more than is needed', () => {
    fc.assert(
      fc.property(idle, fc.nat({ max: 1000 }), (list, neededMiB) => {
        const decision = evictLeastRecentlyUsed(deepFreeze(list), neededMiB);
        const all = list.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0);
        expect(decision.kind).toBe(neededMiB > 0 && all >= neededMiB ? 'evict' : 'keep');
        if (decision.kind === 'keep') return;
        const last = list[decision.evict.at(-1) ?? -1]?.memoryMiB ?? 0;
        expect(decision.freedMiB).toBeGreaterThanOrEqual(neededMiB);
        expect(decision.freedMiB - last).toBeLessThan(neededMiB);
        const ages = decision.evict.map((index) => list[index]?.lastUsedMs ?? 0);
        expect(ages).toEqual(ages.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('the histograms', () => {
  const record = (list: readonly number[]): ReturnType<typeof createIdleTimes> =>
    list.reduce((seen, idleMs) => recordIdleTime(deepFreeze(seen), idleMs), createIdleTimes());

  it('load before they unload, and do not depend on the order of what is within the range', () => {
    fc.assert(
      fc.property(idleTimes(14_399_999), (list) => {
        const windows = decideHybridHistogram(record(list));
        expect(windows.prewarmAfterMs).toBeLessThan(windows.removeAfterMs);
        expect(decideHybridHistogram(record(list.toReversed()))).toEqual(windows);
      }),
    );
  });

  it('agree with the variation of the counts as it is defined', () => {
    fc.assert(
      fc.property(idleTimes(3_000_000), (list) => {
        const seen = record(list);
        const mean = list.length / 240;
        const deviations = seen.bins.reduce((sum, count) => sum + (count - mean) ** 2, 0);
        const expected = list.length === 0 ? 0 : Math.sqrt(deviations / 239) / mean;
        expect(toBinVariation(seen)).toBeCloseTo(expected, 6);
      }),
    );
  });

  it('forecast something usable for whatever is beyond the range', () => {
    fc.assert(
      fc.property(idleTimes(100_000_000), (list) => {
        const windows = decideHybridHistogram(record(list));
        expect(windows.prewarmAfterMs).toBeGreaterThanOrEqual(0);
        expect(windows.removeAfterMs).toBeGreaterThanOrEqual(windows.prewarmAfterMs);
        expect(Number.isFinite(windows.removeAfterMs)).toBe(true);
      }),
    );
  });

  it('of arrivals keep within their range or for the default', () => {
    fc.assert(
      fc.property(idleTimes(20_000_000), (gaps) => {
        let nowMs = 0;
        let seen = recordArrival(createInterArrivals(), 0);
        for (const gap of gaps) seen = recordArrival(deepFreeze(seen), (nowMs += gap));
        const windows = decideInterArrivalHistogram(seen);
        expect(windows.prewarmAfterMs).toBeLessThan(windows.removeAfterMs);
        expect(windows.removeAfterMs).toBeLessThanOrEqual(240 * 60_000 * 1.1);
      }),
    );
  });
});

describe('a forecast', () => {
  const series = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 0, maxLength: 40 });

  it('grows with its series, and is the same every time', () => {
    fc.assert(
      fc.property(series, (list) => {
        const { value } = forecastArima(deepFreeze(list));
        expect(Number.isFinite(value)).toBe(true);
        expect(forecastArima(list).value).toBe(value);
        // A power of two scales without rounding, so that the same order is chosen.
        expect(forecastArima(list.map((one) => one * 1024)).value / 1024).toBeCloseTo(value, 6);
      }),
    );
  });
});

describe.each(greedyDualVariants)('a server under %s', (variant) => {
  const use = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd', 'e'), gapMs: fc.nat({ max: 5000 }) });
  const settings = { ...greedyDualCacheSettings, variant, memoryMiB: 1000 };
  const of = (name: string): { name: string; memoryMiB: number; coldRunMs: number; warmRunMs: number } => {
    const size = name.charCodeAt(0) - 96;
    return { name, memoryMiB: size * 100, coldRunMs: 4000 / size, warmRunMs: 100 * size };
  };

  it('never exceeds its memory and never evicts what runs', () => {
    fc.assert(
      fc.property(fc.array(use, { maxLength: 50 }), (uses) => {
        let state = deepFreeze(emptyGreedyDualCache);
        let nowMs = 0;
        for (const { name, gapMs } of uses) {
          nowMs += gapMs;
          const running = state.instances.filter(({ busyUntilMs }) => busyUntilMs > nowMs).length;
          state = deepFreeze(useGreedyDualCache(state, of(name), 0.5, nowMs, settings).state);
          const usedMiB = state.instances.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0);
          expect(usedMiB).toBeLessThanOrEqual(1000);
          const stillRunning = state.instances.filter(({ busyUntilMs }) => busyUntilMs > nowMs).length;
          expect(stillRunning).toBeGreaterThanOrEqual(running);
        }
      }),
    );
  });
});

// One that runs is passed over, and its older and lower priority can become the clock later.
it.each(['GD', 'FREQ', 'SIZE'] as const)('the clock of %s never runs back while nothing runs', (variant) => {
  const settings = { ...greedyDualCacheSettings, variant, memoryMiB: 1000 };
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 50 }), (sizes) => {
      let state = emptyGreedyDualCache;
      for (const [at, size] of sizes.entries()) {
        const wanted = { name: `${size}`, memoryMiB: size * 100, coldRunMs: 4000 / size, warmRunMs: 100 };
        const next = useGreedyDualCache(state, wanted, 0, at * 10_000, settings);
        expect(next.state.clock).toBeGreaterThanOrEqual(state.clock);
        ({ state } = next);
      }
    }),
  );
});
