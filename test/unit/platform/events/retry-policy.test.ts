import { describe, expect, it } from '@jest/globals';
import { decideRetry, lambdaRetryLimits } from '../../../../platform/events/retry-policy.ts';

const minute = 60_000;
const hour = 60 * minute;

describe('an event that failed', () => {
  it.each([
    [
      'waits a minute after its first function error',
      'functionError',
      1,
      0,
      { kind: 'retry', atMs: minute, reason: 'functionError' },
    ],
    [
      'waits two after its second',
      'functionError',
      2,
      0,
      { kind: 'retry', atMs: 2 * minute, reason: 'functionError' },
    ],
    ['is given up after its third', 'functionError', 3, 0, { kind: 'giveUp', reason: 'retriesExhausted' }],
    [
      'waits a second after its first throttle',
      'refused',
      0,
      1,
      { kind: 'retry', atMs: 1000, reason: 'refused' },
    ],
    ['waits twice as long each time', 'refused', 0, 5, { kind: 'retry', atMs: 16_000, reason: 'refused' }],
    ['waits five minutes at most', 'refused', 0, 40, { kind: 'retry', atMs: 5 * minute, reason: 'refused' }],
    [
      'counts throttles and errors apart',
      'functionError',
      1,
      40,
      { kind: 'retry', atMs: minute, reason: 'functionError' },
    ],
  ] as const)('%s', (_, failed, functionErrors, refusals, decision) => {
    const history = { queuedAtMs: 0, functionErrors, refusals };
    expect(decideRetry(history, failed, lambdaRetryLimits, 0)).toEqual(decision);
  });

  it.each([
    ['would just be in time', 6 * hour - minute, 'retry'],
    ['would be older than six hours', 6 * hour - minute + 1, 'giveUp'],
  ])('that %s: %d ms', (_, nowMs, kind) => {
    const history = { queuedAtMs: 0, functionErrors: 1, refusals: 0 };
    expect(decideRetry(history, 'functionError', lambdaRetryLimits, nowMs).kind).toBe(kind);
  });
});
