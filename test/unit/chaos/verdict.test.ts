import { describe, expect, it } from '@jest/globals';
import { judgeGrowth } from '../../chaos/growth.ts';
import { fitSlope, type Sample } from '../../chaos/slope.ts';
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
  live: [],
  resident: [],
  handles: [],
  troubles: {},
  lives: 1,
  complaints: [],
  leftovers: [],
  logFile: '',
};

const everySecond = (seconds: number, toValue: (second: number) => number): Sample[] =>
  Array.from({ length: seconds }, (_, second) => ({ atMs: second * 1000, value: toValue(second) }));

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
      { live: everySecond(120, (second) => second) },
      'memory referred to: grows: 60.00 MiB a minute (59.57 to 60.43, flat up to 0.1)',
    ],
  ])('fails by %s', (_, seen, failure) => {
    expect(toVerdict({ ...calm, ...seen })).toMatchObject({ passed: false, failures: [failure] });
  });
});

describe('growth', () => {
  const judge = (samples: Sample[]): ReturnType<typeof judgeGrowth> =>
    judgeGrowth({ what: 'memory', unit: 'MiB', flatPerMinute: 0.1, samples });
  const noisy = (second: number): number => 100 + ((second * 7919) % 61) / 10;

  it('is flat when the whole interval is, whatever the garbage does', () => {
    expect(judge(everySecond(900, noisy))).toMatchObject({ answer: 'flat', failure: undefined });
  });

  it('is seen through the noise, and while the memory warms up it is none', () => {
    expect(judge(everySecond(900, (second) => noisy(second) + second / 60)).answer).toBe('grows');
    expect(judge(everySecond(900, (second) => noisy(second) + Math.min(second, 230))).answer).toBe('flat');
  });

  it('has to be refuted by a long run, and only not be shown by a short one', () => {
    const jumps = (second: number): number => (second % 400 < 200 ? 100 : 130);
    expect(judge(everySecond(900, jumps))).toMatchObject({ answer: 'open', failure: expect.anything() });
    expect(judge(everySecond(240, (second) => jumps(second * 4)))).toMatchObject({
      answer: 'open',
      failure: undefined,
    });
    expect(judge(everySecond(20, noisy))).toMatchObject({ answer: 'open', text: 'too short to tell' });
  });
});

describe('a slope', () => {
  it('doubts what scatters', () => {
    const slope = fitSlope(everySecond(60, (second) => (second % 30 < 15 ? 100 : 200)));
    expect(slope?.low).toBeLessThan(0);
    expect(slope?.high).toBeGreaterThan(0);
    expect(fitSlope(everySecond(60, (second) => second))).toMatchObject({
      points: 12,
      perMinute: expect.closeTo(60),
    });
  });

  it('is none of a few samples', () => {
    expect(fitSlope([{ atMs: 0, value: 1 }])).toBeUndefined();
  });
});
