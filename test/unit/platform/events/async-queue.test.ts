import { describe, expect, it } from '@jest/globals';
import {
  type AsyncQueue,
  type AttemptOutcome,
  createAsyncQueue,
} from '../../../../platform/events/async-queue.ts';
import { lambdaRetryLimits } from '../../../../platform/events/retry-policy.ts';
import { createFakeClock, type FakeClock, settle } from '../../../support/fake-clock.ts';

interface Trial {
  readonly clock: FakeClock;
  readonly queue: AsyncQueue;
  /** When each attempt was made, in seconds. */
  readonly attempts: number[];
  readonly requestIds: Set<string>;
  readonly givenUp: string[];
}

/** A queue whose attempts end as told, the last one for ever. */
async function queueOne(...outcomes: AttemptOutcome[]): Promise<Trial> {
  const clock = createFakeClock();
  const attempts: number[] = [];
  const requestIds = new Set<string>();
  const givenUp: string[] = [];
  const queue = createAsyncQueue({
    clock,
    limits: lambdaRetryLimits,
    attempt(_, { requestId }) {
      requestIds.add(requestId);
      const outcome = outcomes[Math.min(attempts.length, outcomes.length - 1)] ?? 'done';
      attempts.push(clock.now() / 1000);
      return Promise.resolve(outcome);
    },
    onGivenUp: (name, _, reason) => givenUp.push(`${name}: ${reason}`),
  });
  queue.add('f', { requestId: 'r', payload: Buffer.from('{}'), wantsLogTail: false });
  await settle();
  return { clock, queue, attempts, requestIds, givenUp };
}

const day = 24 * 3600 * 1000;

describe('an asynchronous event', () => {
  it('is attempted at once and then done', async () => {
    const { queue, attempts, givenUp, clock } = await queueOne('done');
    expect(attempts).toEqual([0]);
    expect([queue.size(), clock.pending(), givenUp]).toEqual([0, 0, []]);
  });

  it.each<[string, AttemptOutcome[], number[], string[]]>([
    ['is tried twice more after function errors', ['functionError'], [0, 60, 180], ['f: retriesExhausted']],
    ['stops when an attempt succeeds', ['functionError', 'done'], [0, 60], []],
    [
      'backs off while it is throttled',
      ['refused', 'refused', 'refused', 'refused', 'done'],
      [0, 1, 3, 7, 15],
      [],
    ],
    [
      'is not tried for a function that is gone',
      ['functionError', 'undeliverable'],
      [0, 60],
      ['f: functionDeleted'],
    ],
  ])('%s', async (_, outcomes, at, reasons) => {
    const { clock, queue, attempts, requestIds, givenUp } = await queueOne(...outcomes);
    await clock.advance(day);
    expect(attempts).toEqual(at);
    expect(givenUp).toEqual(reasons);
    expect([...requestIds]).toEqual(['r']);
    expect([queue.size(), clock.pending()]).toEqual([0, 0]);
  });

  it('that is throttled for ever is given up after six hours, with pauses of five minutes at most', async () => {
    const { clock, attempts, givenUp } = await queueOne('refused');
    await clock.advance(day);
    expect(givenUp).toEqual(['f: tooOld']);
    const pauses = attempts.slice(1).map((at, index) => at - (attempts[index] ?? 0));
    expect(Math.max(...pauses)).toBe(300);
    expect(attempts.at(-1)).toBeGreaterThan(6 * 3600 - 300);
    expect(attempts.at(-1)).toBeLessThanOrEqual(6 * 3600);
  });

  it('is forgotten when the queue closes', async () => {
    const { clock, queue, attempts } = await queueOne('functionError');
    expect(queue.size()).toBe(1);
    queue.close();
    await clock.advance(day);
    expect([queue.size(), clock.pending(), attempts.length]).toEqual([0, 0, 1]);
  });
});
