import { describe, expect, it } from '@jest/globals';
import { fitSlope } from '../../chaos/slope.ts';
import { type Observed, toVerdict } from '../../chaos/verdict.ts';

const calm: Observed = {
  load: {
    accepted: new Map([
      ['a', 'f'],
      ['b', 'f'],
      ['c', 'f'],
    ]),
    answers: new Map([['event 202', 3]]),
    unanswered: [],
  },
  ledger: { doneOf: (id) => (id === 'a' ? 2 : 0) },
  dead: new Set(['b']),
  waiting: new Map([['f', 1]]),
  memory: [],
  handles: [],
  troubles: {},
  lives: 1,
  complaints: [],
  leftovers: [],
  logFile: '',
};

describe('the verdict', () => {
  it('passes when every event is done, a dead letter, or waiting', () => {
    expect(toVerdict(calm)).toMatchObject({
      passed: true,
      done: 1,
      deadLetters: 1,
      waiting: 1,
      duplicated: 1,
    });
  });

  it.each([
    ['an event that nobody has', { waiting: new Map<string, number>() }, '1 events lost: c'],
    ['what is left behind', { leftovers: ['mount /x'] }, 'left behind: mount /x'],
    ['an invocation without an answer', { load: { ...calm.load, unanswered: ['x'] } }, 'x got no answer'],
    [
      'memory that grows',
      { memory: Array.from({ length: 120 }, (_, second) => ({ atMs: second * 1000, value: second })) },
      'memory grows by 60.00 MiB a minute (at least 60.00)',
    ],
  ])('fails by %s', (_, seen, failure) => {
    expect(toVerdict({ ...calm, ...seen })).toMatchObject({ passed: false, failures: [failure] });
  });
});

describe('a slope', () => {
  it('goes by the least of each window, and doubts what scatters', () => {
    const samples = Array.from({ length: 600 }, (_, at) => ({ atMs: at * 100, value: 100 + (at % 10) * 5 }));
    expect(fitSlope(samples, 5000)?.perMinute).toBeCloseTo(0);
    const scattered = samples.map(({ atMs }, at) => ({ atMs, value: at % 100 < 50 ? 100 : 200 }));
    const slope = fitSlope(scattered, 5000);
    expect(slope?.low).toBeLessThan(0);
    expect(slope?.high).toBeGreaterThan(0);
  });

  it('is none of a few windows', () => {
    expect(fitSlope([{ atMs: 0, value: 1 }], 1000)).toBeUndefined();
  });
});
