import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Platform, startPlatform } from '../../../platform/start-platform.ts';
import { eventually } from '../../support/eventually.ts';
import { createFunction, createLambdaClient, invoke } from '../../support/lambda-client.ts';
import { readMetric } from '../../support/platform-pages.ts';
import { createQueue, createSqsClient, receiveAll, type TestQueue } from '../../support/sqs-client.ts';

let platform: Platform;
let lambda: LambdaClient;
let sqs: SQSClient;
beforeAll(async () => {
  platform = await startPlatform();
  lambda = createLambdaClient(platform.endpoint);
  sqs = createSqsClient(platform.endpoint);
});
afterAll(async () => {
  lambda.destroy();
  sqs.destroy();
  await platform.close();
});

const send = (queue: TestQueue, body: string): Promise<unknown> =>
  sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: body }));

const count = async ({ url }: TestQueue): Promise<number[]> => {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
  );
  return [
    Attributes.ApproximateNumberOfMessages,
    Attributes.ApproximateNumberOfMessagesNotVisible,
    Attributes.ApproximateNumberOfMessagesDelayed,
  ].map(Number);
};

describe('a queue, by the official client', () => {
  it('takes messages and gives them, with digests that the client checks', async () => {
    const queue = await createQueue(sqs, 'plain');
    const sent = await sqs.send(
      new SendMessageCommand({
        QueueUrl: queue.url,
        MessageBody: 'größer',
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'new' } },
      }),
    );
    const [message] = await receiveAll(sqs, queue);
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'größer',
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      Attributes: { ApproximateReceiveCount: '1' },
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'new' } },
    });
    expect(await count(queue)).toEqual([0, 1, 0]);
    const handle = { QueueUrl: queue.url, ReceiptHandle: message?.ReceiptHandle };
    await sqs.send(new ChangeMessageVisibilityCommand({ ...handle, VisibilityTimeout: 0 }));
    const [again] = await receiveAll(sqs, queue);
    expect(again?.Attributes?.ApproximateReceiveCount).toBe('2');
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: again?.ReceiptHandle }));
    expect(await count(queue)).toEqual([0, 0, 0]);
  });

  it('takes and deletes in batches, and says what is wrong with which entry', async () => {
    const queue = await createQueue(sqs, 'batches');
    const { Successful = [], Failed } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: queue.url,
        Entries: [
          { Id: 'a', MessageBody: 'a' },
          { Id: 'b', MessageBody: '\u0000' },
          { Id: 'c', MessageBody: 'c', DelaySeconds: 900 },
        ],
      }),
    );
    expect(Successful.map(({ Id }) => Id)).toEqual(['a', 'c']);
    expect(Failed).toEqual([
      expect.objectContaining({ Id: 'b', SenderFault: true, Code: 'InvalidMessageContents' }),
    ]);
    expect(await count(queue)).toEqual([1, 0, 1]);
    const received = await receiveAll(sqs, queue);
    const deleted = await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: queue.url,
        Entries: received.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
    expect(deleted.Successful).toHaveLength(1);
    await sqs.send(new PurgeQueueCommand({ QueueUrl: queue.url }));
    expect(await count(queue)).toEqual([0, 0, 0]);
  });

  it('has a receiver wait until there is a message', async () => {
    const queue = await createQueue(sqs, 'waiting');
    const receiving = receiveAll(sqs, queue);
    await send(queue, 'at last');
    expect((await receiving).map(({ Body }) => Body)).toEqual(['at last']);
  });

  it('passes on what nobody could handle', async () => {
    const letters = await createQueue(sqs, 'letters');
    const queue = await createQueue(sqs, 'tried', { VisibilityTimeout: '0' });
    const policy = { deadLetterTargetArn: letters.arn, maxReceiveCount: 1 };
    await sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl: queue.url,
        Attributes: { RedrivePolicy: JSON.stringify(policy) },
      }),
    );
    await send(queue, 'bad');
    await receiveAll(sqs, queue);
    expect(await receiveAll(sqs, letters)).toEqual([
      expect.objectContaining({
        Body: 'bad',
        Attributes: expect.objectContaining({ DeadLetterQueueSourceArn: queue.arn }),
      }),
    ]);
    expect(await count(queue)).toEqual([0, 0, 0]);
  });

  it('is found, listed and deleted', async () => {
    const queue = await createQueue(sqs, 'found');
    expect((await sqs.send(new GetQueueUrlCommand({ QueueName: 'found' }))).QueueUrl).toBe(queue.url);
    const { QueueUrls } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'fou' }));
    expect(QueueUrls).toEqual([queue.url]);
    await sqs.send(new DeleteQueueCommand({ QueueUrl: queue.url }));
    await expect(send(queue, 'x')).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('is not made twice in different ways, nor in a way that is not there', async () => {
    await createQueue(sqs, 'once');
    const create = (attributes: Record<string, string>): Promise<unknown> =>
      sqs.send(new CreateQueueCommand({ QueueName: 'once', Attributes: attributes }));
    await create({});
    await expect(create({ DelaySeconds: '1' })).rejects.toMatchObject({ name: 'QueueNameExists' });
    await expect(create({ FifoQueue: 'true' })).rejects.toMatchObject({ name: 'InvalidAttributeName' });
  });
});

describe('a queue that is brought to a function', () => {
  it('is a mapping that can be read, changed, listed and deleted', async () => {
    const queue = await createQueue(sqs, 'mapped');
    await createFunction(lambda, 'mapped');
    const created = await lambda.send(
      new CreateEventSourceMappingCommand({
        EventSourceArn: queue.arn,
        FunctionName: 'mapped',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 2 },
        FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }] },
      }),
    );
    expect(created).toMatchObject({
      State: 'Enabled',
      BatchSize: 10,
      EventSourceArn: queue.arn,
      FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:mapped',
      FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }] },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
      $metadata: { httpStatusCode: 202 },
    });
    const one = { UUID: created.UUID };
    const updated = await lambda.send(
      new UpdateEventSourceMappingCommand({ ...one, Enabled: false, BatchSize: 5 }),
    );
    expect(updated).toMatchObject({ State: 'Disabled', BatchSize: 5 });
    expect(await lambda.send(new GetEventSourceMappingCommand(one))).toMatchObject({ BatchSize: 5 });
    const { EventSourceMappings = [] } = await lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName: 'mapped' }),
    );
    expect(EventSourceMappings.map(({ UUID }) => UUID)).toEqual([created.UUID]);
    await lambda.send(new DeleteEventSourceMappingCommand(one));
    await expect(lambda.send(new GetEventSourceMappingCommand(one))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it.each([
    ['that is not there', 'arn:aws:sqs:us-east-1:000000000000:absent', 'is no queue of this platform'],
    ['that is a table', 'arn:aws:dynamodb:us-east-1:000000000000:table/t', 'is no queue of this platform'],
  ])('cannot be one %s', async (_, arn, message) => {
    await createFunction(lambda, 'unmapped').catch(() => undefined);
    await expect(
      lambda.send(new CreateEventSourceMappingCommand({ EventSourceArn: arn, FunctionName: 'unmapped' })),
    ).rejects.toMatchObject({ message: expect.stringContaining(message) });
  });

  it('must be hidden for as long as the function may take', async () => {
    const queue = await createQueue(sqs, 'short', { VisibilityTimeout: '5' });
    await createFunction(lambda, 'long', { Timeout: 20 });
    await expect(
      lambda.send(new CreateEventSourceMappingCommand({ EventSourceArn: queue.arn, FunctionName: 'long' })),
    ).rejects.toMatchObject({
      message: 'Queue visibility timeout: 5 seconds is less than Function timeout: 20 seconds',
    });
  });

  it('is emptied; what the function names as failed goes to the dead letters', async () => {
    const letters = await createQueue(sqs, 'work-letters');
    const queue = await createQueue(sqs, 'work', {
      VisibilityTimeout: '1',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: letters.arn, maxReceiveCount: 1 }),
    });
    await createFunction(lambda, 'worker', {
      Timeout: 1,
      source: `exports.handler = async ({ Records }) => ({
        batchItemFailures: Records
          .filter(({ body }) => body === 'bad')
          .map(({ messageId }) => ({ itemIdentifier: messageId })),
      });`,
    });
    await lambda.send(
      new CreateEventSourceMappingCommand({
        EventSourceArn: queue.arn,
        FunctionName: 'worker',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      }),
    );
    await Promise.all(['good', 'bad', 'good'].map((body) => send(queue, body)));
    expect((await receiveAll(sqs, letters)).map(({ Body }) => Body)).toEqual(['bad']);
    expect(
      await eventually(
        () => count(queue),
        (counts) => counts.every((number) => number === 0),
      ),
    ).toEqual([0, 0, 0]);
    expect(
      await readMetric(platform.endpoint, 'faas_queue_messages{queue="work-letters",state="inFlight"}'),
    ).toBe(1);
  });
});

describe('an event that was given up', () => {
  const name = { FunctionName: 'fails' };
  beforeAll(async () => {
    await createFunction(lambda, 'fails', {
      source: `exports.handler = async () => { throw new Error('as told'); };`,
    });
  });

  it('goes into the queue for dead letters, and its record to the destination', async () => {
    const letters = await createQueue(sqs, 'dead');
    const records = await createQueue(sqs, 'records');
    const { DeadLetterConfig } = await lambda.send(
      new UpdateFunctionConfigurationCommand({ ...name, DeadLetterConfig: { TargetArn: letters.arn } }),
    );
    expect(DeadLetterConfig).toEqual({ TargetArn: letters.arn });
    await lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        ...name,
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: records.arn } },
      }),
    );
    const { requestId } = await invoke(lambda, 'fails', { a: 1 }, { InvocationType: 'Event' });
    const [letter] = await receiveAll(sqs, letters);
    expect(letter).toMatchObject({
      Body: '{"a":1}',
      MessageAttributes: {
        RequestID: { StringValue: requestId },
        ErrorCode: { DataType: 'Number', StringValue: '200' },
        ErrorMessage: { StringValue: 'as told' },
      },
    });
    const [record] = await receiveAll(sqs, records);
    expect(JSON.parse(record?.Body ?? '')).toMatchObject({
      requestContext: { requestId, condition: 'RetriesExhausted' },
      requestPayload: { a: 1 },
    });
  });

  it('has no dead letters in a queue that is not there', async () => {
    const change = { ...name, DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:000000000000:absent' } };
    await expect(lambda.send(new UpdateFunctionConfigurationCommand(change))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });
});

describe('a message', () => {
  it('is not given to one who has gone away', async () => {
    const queue = await createQueue(sqs, 'gone');
    const gone = new AbortController();
    const receiving = sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url, WaitTimeSeconds: 20 }), {
      abortSignal: gone.signal,
    });
    gone.abort();
    await expect(receiving).rejects.toMatchObject({ name: 'AbortError' });
    await send(queue, 'kept');
    expect((await receiveAll(sqs, queue)).map(({ Body }) => Body)).toEqual(['kept']);
  });
});
