import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Attempt } from '../../../../platform/events/queued-event.ts';
import { type EventSourceSettings, readEventSource } from '../../../../platform/queues/event-source.ts';
import type { Queue } from '../../../../platform/queues/queue.ts';
import { type QueuePoller, startQueuePoller } from '../../../../platform/queues/queue-poller.ts';
import { createQueues, type Queues } from '../../../../platform/queues/queues.ts';
import { defaultQueueSettings } from '../../../../platform/queues/queue-settings.ts';
import { createMemoryStore } from '../../../../platform/storage/data-store.ts';
import { createFakeClock, type FakeClock, settle } from '../../../support/fake-clock.ts';

let clock: FakeClock;
let queues: Queues;
let queue: Queue;
/** Bodies of the messages of each invocation. */
let invoked: string[][];
/** Of all messages that came to the function. */
let ids: string[];
let answers: ((attempt: Attempt) => void)[];
let isDeployed: boolean;
beforeEach(() => {
  clock = createFakeClock();
  queues = createQueues(clock, createMemoryStore());
  queue = queues.create('q', defaultQueueSettings);
  invoked = [];
  ids = [];
  answers = [];
  isDeployed = true;
});

function poll(settings: Partial<EventSourceSettings> = {}): QueuePoller {
  return startQueuePoller(
    {
      id: '1',
      queue: 'q',
      target: { name: 'f', qualifier: undefined },
      settings: { ...readEventSource({}), ...settings },
      modifiedEpochMs: 0,
    },
    {
      clock,
      findQueue: (name) => queues.find(name),
      isDeployed: () => isDeployed,
      attempt(_, { payload }) {
        const { Records } = JSON.parse(payload.toString()) as {
          Records: { body: string; messageId: string }[];
        };
        invoked.push(Records.map(({ body }) => body));
        ids.push(...Records.map(({ messageId }) => messageId));
        return new Promise((resolve) => answers.push(resolve));
      },
      commitSoon: () => undefined,
    },
  );
}

const send = async (...bodies: string[]): Promise<void> => {
  for (const body of bodies) queue.send({ body, attributes: {} });
  await settle();
};

const answer = async (outcome: Attempt['outcome'], payload: unknown = null): Promise<void> => {
  const run = {
    version: '1',
    outcome: 'ok',
    durationMs: 1,
    payload: Buffer.from(JSON.stringify(payload)),
  } as const;
  answers.shift()?.({ outcome, run });
  await settle();
};

describe('a poller', () => {
  it('brings what is there, in batches, and deletes what was handled', async () => {
    poll({ batchSize: 2 });
    await send('a', 'b', 'c');
    expect(invoked).toEqual([['a', 'b'], ['c']]);
    await answer('done');
    expect(queue.counts()).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
  });

  it('brings only what the function wants to see, and deletes the rest', async () => {
    poll({ batchSize: 3, filters: ['{"body":["a","c"]}'] });
    await send('b');
    expect([invoked, queue.counts()]).toEqual([[], { visible: 0, inFlight: 0, delayed: 0 }]);
    await send('a', 'b', 'c');
    expect(invoked.flat()).toEqual(['a', 'c']);
    expect(queue.counts()).toEqual({ visible: 0, inFlight: 2, delayed: 0 });
  });

  it('has a batch wait for more as long as it may', async () => {
    poll({ batchSize: 3, windowSeconds: 5 });
    await send('a');
    await clock.advance(4999);
    expect(invoked).toEqual([]);
    await send('b');
    await clock.advance(1);
    expect(invoked).toEqual([['a', 'b']]);
    await send('c', 'd', 'e', 'f');
    expect(invoked[1]).toEqual(['c', 'd', 'e']);
  });

  it('leaves to the queue what the function could not handle', async () => {
    poll();
    await send('a');
    await answer('functionError');
    expect(queue.counts().inFlight).toBe(1);
    await clock.advance(30_000);
    expect(invoked).toEqual([['a'], ['a']]);
  });

  it('deletes all of a batch but what the function names, if it was told to', async () => {
    poll({ reportsFailures: true });
    await send('a', 'b');
    await answer('done', { batchItemFailures: [{ itemIdentifier: ids[1] }] });
    await clock.advance(30_000);
    expect(invoked).toEqual([['a', 'b'], ['b']]);
  });

  it('runs no more at once than it may, and goes on when one is done', async () => {
    poll({ batchSize: 1, maxConcurrency: 2 });
    await send('a', 'b', 'c', 'd');
    expect(invoked).toEqual([['a'], ['b']]);
    await answer('done');
    expect(invoked).toEqual([['a'], ['b'], ['c']]);
  });

  it('holds back a second when there is no room for an invocation', async () => {
    poll({ batchSize: 1, maxConcurrency: 1 });
    await send('a', 'b');
    await answer('refused');
    expect(invoked).toEqual([['a']]);
    await clock.advance(1000);
    expect(invoked).toEqual([['a'], ['b']]);
  });

  it('takes no message for a function that is not there', async () => {
    isDeployed = false;
    poll();
    await send('a');
    expect(queue.counts().visible).toBe(1);
    isDeployed = true;
    await clock.advance(1000);
    expect(invoked).toEqual([['a']]);
  });

  it('waits for a queue that is gone, and finds the one that is made anew', async () => {
    poll();
    await settle();
    queues.delete(queue);
    await clock.advance(5000);
    queue = queues.create('q', defaultQueueSettings);
    await send('a');
    await clock.advance(1000);
    expect(invoked).toEqual([['a']]);
  });

  it('that was stopped takes nothing more, deletes what was handled and leaves no timer', async () => {
    const poller = poll({ batchSize: 1 });
    await send('a');
    poller.stop();
    await answer('done');
    await send('b');
    expect([invoked, queue.counts().inFlight, queue.counts().visible]).toEqual([[['a']], 0, 1]);
    // The sweep of all queues.
    expect(clock.pending()).toBe(1);
  });
});

describe('the settings of a source', () => {
  it.each<[string, object, string]>([
    ['a batch of none', { BatchSize: 0 }, 'batchSize'],
    ['a large batch without a window', { BatchSize: 11 }, 'Maximum batch window'],
    ['a window of an hour', { MaximumBatchingWindowInSeconds: 3600 }, 'maximumBatchingWindowInSeconds'],
    ['one at once', { ScalingConfig: { MaximumConcurrency: 1 } }, 'scalingConfig'],
    ['another type of answer', { FunctionResponseTypes: ['Other'] }, 'functionResponseTypes'],
    ['a filter that is none', { FilterCriteria: { Filters: [{ Pattern: '[]' }] } }, 'it is no JSON object'],
  ])('are refused with %s', (_, fields, problem) => {
    expect(() => readEventSource({ ...fields })).toThrow(problem);
  });
});
