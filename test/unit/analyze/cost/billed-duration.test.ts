import { describe, expect, it } from '@jest/globals';
import { toBilledDuration } from '../../../../harness/analyze/cost/billed-duration.ts';
import { createInvocation } from '../../../support/invocations.ts';

describe('the billed duration', () => {
  it.each([
    ['is what the provider billed, where it says so', { billedDurationMs: 3068, handlerDurationMs: 1 }, 3068],
    [
      'is initialisation and handler, rounded up',
      { billedDurationMs: undefined, initDurationMs: 67.49, handlerDurationMs: 3000 },
      3068,
    ],
    ['rounds up a warm one', { billedDurationMs: undefined, handlerDurationMs: 8.4 }, 9],
    ['does not round up a whole millisecond', { billedDurationMs: undefined, handlerDurationMs: 9 }, 9],
    [
      'does not take the dust of a sum for a millisecond',
      { billedDurationMs: undefined, initDurationMs: 0.1, handlerDurationMs: 0.2 + 0.7 },
      1,
    ],
    [
      'is at most the service time, where nobody says',
      { billedDurationMs: undefined, handlerDurationMs: undefined, sentAt: 0, endedAt: 2_500_000 },
      3,
    ],
    [
      'is nothing for what was refused',
      {
        billedDurationMs: undefined,
        handlerDurationMs: undefined,
        outcome: 'throttled' as const,
        start: 'unknown' as const,
      },
      0,
    ],
  ])('%s', (_, fields, expected) => {
    expect(toBilledDuration(createInvocation(fields))).toBe(expected);
  });
});
