import { describe, expect, it } from '@jest/globals';
import { type AsyncQueue, createAsyncQueue } from '../../../../platform/events/async-queue.ts';
import type { AttemptOutcome, FinishedEvent } from '../../../../platform/events/queued-event.ts';
import {
  lambdaRetryLimits,
  narrowRetryLimits,
  type RetryLimits,
} from '../../../../platform/events/retry-policy.ts';
import { createMemoryStore } from '../../../../platform/storage/data-store.ts';
import { createFakeClock, type FakeClock, settle } from '../../../support/fake-clock.ts';

interface Trial {
  readonly clock: FakeClock;
  readonly queue: AsyncQueue;
  /** When each attempt was made, in seconds. */
  readonly attempts: number[];
  readonly requestIds: Set<string>;
  readonly givenUp: string[];
  readonly finished: FinishedEvent[];
}

/** A queue whose attempts end as told, the last one for ever. */
async function queueOne(...outcomes: AttemptOutcome[]): Promise<Trial> {
  return await queueWith(lambdaRetryLimits, ...outcomes);
}

async function queueWith(limits: RetryLimits, ...outcomes: AttemptOutcome[]): Promise<Trial> {
  const clock = createFakeClock();
  const attempts: number[] = [];
  const requestIds = new Set<string>();
  const givenUp: string[] = [];
  const finished: FinishedEvent[] = [];
  const queue = createAsyncQueue({
    clock,
    store: createMemoryStore(),
    limitsOf: () => limits,
    attempt(_, { requestId }) {
      requestIds.add(requestId);
      const outcome = outcomes[Math.min(attempts.length, outcomes.length - 1)] ?? 'done';
      attempts.push(clock.now() / 1000);
      if (outcome !== 'done' && outcome !== 'functionError') return Promise.resolve({ outcome });
      const payload = Buffer.from(String(attempts.length));
      const ran = outcome === 'done' ? 'ok' : 'failed';
      const run = { version: '$LATEST', outcome: ran, durationMs: 1, payload } as const;
      return Promise.resolve({ outcome, run });
    },
    onFinished(event) {
      finished.push(event);
      if (event.end !== 'done') givenUp.push(`${event.functionName}: ${event.end}`);
    },
  });
  await queue.add('f', { requestId: 'r', payload: Buffer.from('{}'), wantsLogTail: false });
  await settle();
  return { clock, queue, attempts, requestIds, givenUp, finished };
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
    [
      'is not tried again for a function that is switched off',
      ['refused', 'switchedOff'],
      [0, 1],
      ['f: switchedOff'],
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

  it.each<[string, object, AttemptOutcome, number[], string]>([
    ['no retries', { maxRetries: 0 }, 'functionError', [0], 'retriesExhausted'],
    ['one retry', { maxRetries: 1 }, 'functionError', [0, 60], 'retriesExhausted'],
    ['a short life', { maxAgeSeconds: 150 }, 'functionError', [0, 60], 'tooOld'],
    ['a short life', { maxAgeSeconds: 60 }, 'refused', [0, 1, 3, 7, 15, 31], 'tooOld'],
  ])('of a function that allows %s obeys it: %j', async (_, own, outcome, at, end) => {
    const { clock, attempts, givenUp } = await queueWith(narrowRetryLimits(lambdaRetryLimits, own), outcome);
    await clock.advance(day);
    expect(attempts).toEqual(at);
    expect(givenUp).toEqual([`f: ${end}`]);
  });

  it.each<[string, AttemptOutcome[], object]>([
    ['the run that succeeded', ['refused', 'functionError', 'done'], { end: 'done', runs: 2, lastRun: '3' }],
    ['the last run of all', ['functionError'], { end: 'retriesExhausted', runs: 3, lastRun: '3' }],
    [
      'the last run, though a throttle came after it',
      ['functionError', 'switchedOff'],
      { end: 'switchedOff', runs: 1, lastRun: '1' },
    ],
    ['no run, when there was none', ['switchedOff'], { end: 'switchedOff', runs: 0, lastRun: undefined }],
  ])('that is over tells of %s', async (_, outcomes, told) => {
    const { clock, finished } = await queueOne(...outcomes);
    await clock.advance(day);
    expect(
      finished.map(({ end, runs, lastRun }) => ({ end, runs, lastRun: lastRun?.payload.toString() })),
    ).toEqual([told]);
  });

  it('is forgotten when the queue closes', async () => {
    const { clock, queue, attempts } = await queueOne('functionError');
    expect(queue.size()).toBe(1);
    queue.close();
    await clock.advance(day);
    expect([queue.size(), clock.pending(), attempts.length]).toEqual([0, 0, 1]);
  });
});
