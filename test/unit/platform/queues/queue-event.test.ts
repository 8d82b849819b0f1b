import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { ReceivedMessage } from '../../../../platform/queues/message.ts';
import { findHandled, toQueueEvent } from '../../../../platform/queues/queue-event.ts';

const toReceived = (id: string): ReceivedMessage => ({
  message: {
    queue: 'q',
    id,
    body: `of ${id}`,
    attributes: { kind: { DataType: 'String', StringValue: 'new' } },
    sentAtMs: 1000.5,
  },
  delivery: { receiveCount: 2, firstReceivedAtMs: 2000, visibleAtMs: 3000 },
  receipt: `receipt of ${id}`,
});

const batch = ['a', 'b', 'c'].map(toReceived);

describe('a batch of messages', () => {
  it('comes to a function as it does from SQS', () => {
    expect(JSON.parse(toQueueEvent(batch.slice(0, 1)).toString())).toEqual({
      Records: [
        {
          messageId: 'a',
          receiptHandle: 'receipt of a',
          body: 'of a',
          attributes: {
            ApproximateReceiveCount: '2',
            SentTimestamp: '1000',
            SenderId: '000000000000',
            ApproximateFirstReceiveTimestamp: '2000',
          },
          messageAttributes: {
            kind: { stringValue: 'new', stringListValues: [], binaryListValues: [], dataType: 'String' },
          },
          md5OfBody: createHash('md5').update('of a').digest('hex'),
          eventSource: 'aws:sqs',
          eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:q',
          awsRegion: 'us-east-1',
        },
      ],
    });
  });

  it.each<[string, unknown, string[]]>([
    ['nothing', null, ['a', 'b', 'c']],
    ['an object without failures', {}, ['a', 'b', 'c']],
    ['no failures', { batchItemFailures: [] }, ['a', 'b', 'c']],
    ['failures that are null', { batchItemFailures: null }, ['a', 'b', 'c']],
    ['one failure', { batchItemFailures: [{ itemIdentifier: 'b' }] }, ['a', 'c']],
    ['a failure of a message that is not in it', { batchItemFailures: [{ itemIdentifier: 'x' }] }, []],
    ['a failure with an empty name', { batchItemFailures: [{ itemIdentifier: '' }] }, []],
    ['a failure with no name', { batchItemFailures: [{ item: 'a' }] }, []],
    ['failures that are no list', { batchItemFailures: 'b' }, []],
  ])('is handled, by a function that answers %s, but for what it names', (_, answer, handled) => {
    const payload = Buffer.from(JSON.stringify(answer));
    expect(findHandled(batch, payload).map(({ message }) => message.id)).toEqual(handled);
  });
});
