import { describe, expect, it } from '@jest/globals';
import { concurrencyAt, createCallers, splitCallers } from '../../../harness/load/callers.ts';
import { fromMillis } from '../../../harness/contract/units.ts';

const steady = (concurrency: number, durationMs: number) => ({
  fromConcurrency: concurrency,
  toConcurrency: concurrency,
  durationMs,
});
const at = fromMillis;

describe('callers without think time', () => {
  it('all come at the start, and each goes on when it has its answer', () => {
    const callers = createCallers({ model: 'closed', stages: [steady(3, 1000)], thinkTimeMs: 0 }, 0);
    expect(callers.takeDue(0)).toBe(3);
    expect(callers.takeDue(at(1))).toBe(0);
    callers.ended(at(2));
    callers.ended(at(2));
    expect(callers.takeDue(at(2))).toBe(2);
  });

  it('do not invoke before the start or after the end', () => {
    const callers = createCallers({ model: 'closed', stages: [steady(3, 1000)], thinkTimeMs: 0 }, at(10));
    expect(callers.takeDue(at(9))).toBe(0);
    expect(callers.takeDue(at(10))).toBe(3);
    callers.ended(at(1010));
    expect(callers.takeDue(at(1010))).toBe(0);
    expect(callers.isOver(at(1009))).toBe(false);
    expect(callers.isOver(at(1010))).toBe(true);
  });
});

describe('callers that think', () => {
  it('invoke again only after their time', () => {
    const callers = createCallers({ model: 'closed', stages: [steady(2, 1000)], thinkTimeMs: 100 }, 0);
    expect(callers.takeDue(0)).toBe(2);
    callers.ended(at(5));
    callers.ended(at(50));
    expect(callers.takeDue(at(104))).toBe(0);
    expect(callers.takeDue(at(105))).toBe(1);
    expect(callers.takeDue(at(150))).toBe(1);
  });

  it('are not forgotten however many times they have thought', () => {
    const callers = createCallers({ model: 'closed', stages: [steady(1, 1e6)], thinkTimeMs: 1 }, 0);
    let invoked = 0;
    for (let now = 0; now < 10_000; now += 2) {
      const due = callers.takeDue(at(now));
      invoked += due;
      if (due > 0) callers.ended(at(now));
    }
    expect(invoked).toBe(5000);
  });
});

describe('callers whose number changes', () => {
  const ramp = [
    { fromConcurrency: 1, toConcurrency: 5, durationMs: 1000 },
    { fromConcurrency: 5, toConcurrency: 1, durationMs: 1000 },
  ];

  it.each([
    [0, 1],
    [500, 3],
    [1000, 5],
    [1500, 3],
    [1999, 1],
    [2000, 0],
  ])('are after %d ms %d', (elapsedMs, expected) => {
    expect(concurrencyAt(ramp, at(elapsedMs))).toBe(expected);
  });

  it('come one by one and leave when they have their answer', () => {
    const callers = createCallers({ model: 'closed', stages: ramp, thinkTimeMs: 0 }, 0);
    expect(callers.takeDue(0)).toBe(1);
    expect(callers.takeDue(at(500))).toBe(2);
    expect(callers.takeDue(at(1000))).toBe(2);
    for (let caller = 0; caller < 5; caller++) callers.ended(at(1500));
    expect(callers.takeDue(at(1500))).toBe(3);
  });
});

describe('callers of several workers', () => {
  it.each([
    [10, 3],
    [1, 4],
    [7, 7],
    [0, 2],
  ])('add up: %d over %d workers', (concurrency, lanes) => {
    const load = { model: 'closed', stages: [steady(concurrency, 1)], thinkTimeMs: 0 } as const;
    const parts = Array.from({ length: lanes }, (_, lane) => splitCallers(load, lane, lanes));
    const sum = parts.reduce((total, part) => total + (part.stages[0]?.toConcurrency ?? 0), 0);
    expect(sum).toBe(concurrency);
  });
});
