import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ReceivedMessage } from '../../../../platform/queues/message.ts';
import type { Queue } from '../../../../platform/queues/queue.ts';
import { createQueues, type Queues } from '../../../../platform/queues/queues.ts';
import { defaultQueueSettings, type QueueSettings } from '../../../../platform/queues/queue-settings.ts';
import { createMemoryStore } from '../../../../platform/storage/data-store.ts';
import { createFakeClock, type FakeClock, settle } from '../../../support/fake-clock.ts';
import { createLastingStore } from '../../../support/lasting-store.ts';

let clock: FakeClock;
let queues: Queues;
let queue: Queue;
beforeEach(() => {
  clock = createFakeClock();
  queues = createQueues(clock, createMemoryStore());
  queue = queues.create('q', defaultQueueSettings);
});

const second = 1000;
const arn = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const send = (...bodies: string[]): void => {
  for (const body of bodies) queue.send({ body, attributes: {} });
};
const receive = (max = 10, visibilityTimeoutSeconds?: number): ReceivedMessage[] =>
  queue.receive({ max, visibilityTimeoutSeconds });
const bodies = (received: readonly ReceivedMessage[]): string[] =>
  received.map(({ message }) => message.body);
const change = (settings: Partial<QueueSettings>): void => {
  queues.change(queue, { ...queue.settings, ...settings });
};

describe('a queue', () => {
  it('gives its messages in order, as many as are asked for', () => {
    send('a', 'b', 'c');
    expect([bodies(receive(2)), bodies(receive(2)), bodies(receive(2))]).toEqual([['a', 'b'], ['c'], []]);
  });

  it('is one of so many at most, and made anew is none more', () => {
    queues = createQueues(clock, createMemoryStore(), 1);
    queue = queues.create('q', defaultQueueSettings);
    expect(() => queues.create('other', defaultQueueSettings)).toThrow('There are 1 queues');
    expect(queues.create('q', defaultQueueSettings)).toBe(queue);
  });

  it('gives no more bytes than are asked for, but one message at least', () => {
    send('aaaa', 'bbbb', 'cccc');
    expect(bodies(queue.receive({ max: 10, maxBytes: 9 }))).toEqual(['aaaa', 'bbbb']);
    expect(bodies(queue.receive({ max: 10, maxBytes: 1 }))).toEqual(['cccc']);
  });

  it('hides what was received, and shows it again after its time', async () => {
    send('a');
    expect(receive()[0]?.delivery.receiveCount).toBe(1);
    await clock.advance(30 * second - 1);
    expect(receive()).toEqual([]);
    await clock.advance(1);
    expect(receive()[0]?.delivery).toMatchObject({
      receiveCount: 2,
      firstReceivedAtMs: clock.epochMs() - 30_000,
    });
  });

  it('forgets what was deleted', async () => {
    send('a', 'b');
    const [first] = receive(1);
    queue.delete(first?.receipt ?? '');
    await clock.advance(60 * second);
    expect(bodies(receive())).toEqual(['b']);
  });

  it('does not delete by the receipt of an earlier reception', async () => {
    send('a');
    const [first] = receive();
    await clock.advance(30 * second);
    receive();
    queue.delete(first?.receipt ?? '');
    expect(queue.counts().inFlight).toBe(1);
    expect(() => queue.delete('no receipt')).toThrow(
      expect.objectContaining({ type: 'ReceiptHandleIsInvalid' }),
    );
  });

  it.each([
    ['longer', 100, 99, []],
    ['shorter', 5, 5, ['a']],
    ['no longer', 0, 0, ['a']],
  ])('hides a message %s on demand', async (_, seconds, later, expected) => {
    send('a');
    const [first] = receive();
    queue.hide(first?.receipt ?? '', seconds);
    await clock.advance(later * second);
    expect(bodies(receive())).toEqual(expected);
  });

  it('does not hide what nobody has received, or what is visible again', async () => {
    send('a');
    const [first] = receive();
    await clock.advance(30 * second);
    expect(() => queue.hide(first?.receipt ?? '', 5)).toThrow(
      expect.objectContaining({ type: 'MessageNotInflight' }),
    );
  });

  it('gives a message once at a time, even if it is not hidden at all', () => {
    send('a', 'b');
    expect(bodies(receive(10, 0))).toEqual(['a', 'b']);
    expect(bodies(receive(10, 0))).toEqual(['a', 'b']);
  });

  it('keeps back what is delayed', async () => {
    queue.send({ body: 'late', attributes: {} }, 10);
    expect(queue.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 1 });
    await clock.advance(10 * second);
    expect(queue.counts()).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
    expect(receive()[0]?.delivery.receiveCount).toBe(1);
  });

  it('forgets what is older than it keeps', async () => {
    change({ retentionSeconds: 60 });
    send('a');
    expect(queue.oldestSentAtMs()).toBe(clock.epochMs());
    await clock.advance(60 * second);
    expect([receive(), queue.oldestSentAtMs()]).toEqual([[], undefined]);
  });

  it('has those who wait told of a message, a moment before their time is over', async () => {
    const order: string[] = [];
    const wait = async (name: string, ms: number): Promise<void> => {
      await queue.wait(ms);
      order.push(name);
    };
    const gone = new AbortController();
    void wait('early', 5 * second);
    void wait('late', 20 * second);
    void queue.wait(20 * second, gone.signal).then(() => order.push('gone'));
    gone.abort();
    await clock.advance(10 * second);
    send('a');
    await settle();
    expect(order).toEqual(['gone', 'early', 'late']);
    // The sweep of all queues is the one that is left.
    expect(clock.pending()).toBe(1);
  });
});

describe('a queue with another one for dead letters', () => {
  let letters: Queue;
  beforeEach(() => {
    letters = queues.create('letters', defaultQueueSettings);
    change({ redrive: { targetArn: arn('letters'), maxReceiveCount: 2 } });
  });

  it('passes on what was received as often as it may be, with its id and its age', async () => {
    send('a');
    const [first] = receive();
    await clock.advance(30 * second);
    receive();
    expect(letters.counts().visible).toBe(0);
    await clock.advance(30 * second);
    expect(queue.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    const [letter] = letters.receive({ max: 10 });
    expect(letter?.message).toMatchObject({
      id: first?.message.id,
      body: 'a',
      sentAtMs: first?.message.sentAtMs,
      deadLetterSourceArn: arn('q'),
    });
    expect(letter?.delivery.receiveCount).toBe(1);
  });

  it('keeps what was handled in time', async () => {
    send('a');
    receive();
    await clock.advance(30 * second);
    queue.delete(receive()[0]?.receipt ?? '');
    await clock.advance(60 * second);
    expect(letters.counts().visible).toBe(0);
  });

  it('keeps its messages when the other one is gone', async () => {
    queues.delete(letters);
    send('a');
    for (let count = 1; count <= 3; count++) {
      expect(receive()[0]?.delivery.receiveCount).toBe(count);
      await clock.advance(30 * second);
    }
  });

  it.each([
    ['to one that is not there', arn('absent')],
    ['to itself', arn('q')],
  ])('is refused %s', (_, targetArn) => {
    expect(() => change({ redrive: { targetArn, maxReceiveCount: 1 } })).toThrow(
      'Dead letter target does not exist',
    );
  });
});

describe('the queues', () => {
  it('are made once for each name, if nothing is to be different', () => {
    expect(queues.create('q', defaultQueueSettings)).toBe(queue);
    expect(() => queues.create('q', { ...defaultQueueSettings, delaySeconds: 1 })).toThrow(
      expect.objectContaining({ type: 'QueueNameExists', queryCode: 'QueueAlreadyExists' }),
    );
  });

  it.each([
    ['a.fifo', 'UnsupportedOperation'],
    ['a b', 'InvalidParameterValue'],
    ['x'.repeat(81), 'InvalidParameterValue'],
  ])('do not take the name %s', (name, type) => {
    expect(() => queues.create(name, defaultQueueSettings)).toThrow(expect.objectContaining({ type }));
  });

  it('come back from the store with their messages where they were', async () => {
    const store = createLastingStore();
    queues = createQueues(clock, store);
    queue = queues.create('q', defaultQueueSettings);
    queues.create('letters', defaultQueueSettings);
    change({ redrive: { targetArn: arn('letters'), maxReceiveCount: 1 } });
    send('received', 'visible');
    receive(1);
    queue.send({ body: 'delayed', attributes: {} }, 100);
    queues.close();
    await clock.advance(10 * second);

    queues = createQueues(clock, store);
    queues.restore();
    queue = queues.list()[1] ?? queue;
    expect(queue.counts()).toEqual({ visible: 1, inFlight: 1, delayed: 1 });
    await clock.advance(20 * second);
    expect(queue.counts()).toEqual({ visible: 1, inFlight: 0, delayed: 1 });
    expect(queues.find('letters')?.counts().visible).toBe(1);
  });
});
