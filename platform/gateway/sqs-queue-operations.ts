/** The operations on queues. */
import { isRecord } from '../control/read-settings.ts';
import type { Queue } from '../queues/queue.ts';
import { toQueueArn, toQueueUrl } from '../queues/queue-name.ts';
import { readQueueSettings, toQueueAttributes } from '../queues/queue-settings.ts';
import { SqsError } from '../queues/sqs-error.ts';
import { readInteger, readNames, readQueue, readRequired, type SqsOperations } from './sqs-call.ts';

const mostListed = 1000;

export const sqsQueueOperations: SqsOperations = {
  CreateQueue({ fields, queues, host, log }) {
    const { name } = queues.create(
      readRequired(fields, 'QueueName'),
      readQueueSettings(fields['Attributes']),
    );
    log(`queue ${name} created`);
    return { QueueUrl: toQueueUrl(host, name) };
  },
  GetQueueUrl({ fields, queues, host }) {
    const queue = queues.find(readRequired(fields, 'QueueName'));
    if (queue === undefined) throw new SqsError('QueueDoesNotExist', 'The specified queue does not exist.');
    return { QueueUrl: toQueueUrl(host, queue.name) };
  },
  ListQueues({ fields, queues, host }) {
    const prefix = typeof fields['QueueNamePrefix'] === 'string' ? fields['QueueNamePrefix'] : '';
    const after = typeof fields['NextToken'] === 'string' ? fields['NextToken'] : '';
    const names = queues
      .list()
      .map(({ name }) => name)
      .filter((name) => name.startsWith(prefix) && name > after);
    const page = names.slice(0, readInteger(fields, 'MaxResults', 1, mostListed) ?? mostListed);
    return {
      QueueUrls: page.map((name) => toQueueUrl(host, name)),
      ...(page.length < names.length && { NextToken: page.at(-1) }),
    };
  },
  GetQueueAttributes(call) {
    const queue = readQueue(call);
    const attributes = toAttributes(queue);
    const names = readNames(call.fields, 'AttributeNames');
    const unknown = names.find((name) => name !== 'All' && !known.has(name));
    if (unknown !== undefined) throw new SqsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
    const asked = Object.entries(attributes).filter(
      ([name]) => names.includes(name) || names.includes('All'),
    );
    return { Attributes: Object.fromEntries(asked) };
  },
  SetQueueAttributes(call) {
    const queue = readQueue(call);
    const { Attributes } = call.fields;
    if (!isRecord(Attributes)) {
      throw new SqsError('MissingParameter', 'The request must contain the parameter Attributes.');
    }
    call.queues.change(queue, readQueueSettings(Attributes, queue.settings));
  },
  PurgeQueue: (call) => readQueue(call).purge(),
  DeleteQueue(call) {
    const queue = readQueue(call);
    call.queues.delete(queue);
    call.log(`queue ${queue.name} deleted`);
  },
};

/** What can be asked for, whether a queue has it or not. */
const known: ReadonlySet<string> = new Set([
  'VisibilityTimeout',
  'DelaySeconds',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'MaximumMessageSize',
  'RedrivePolicy',
  'QueueArn',
  'CreatedTimestamp',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
]);

function toAttributes(queue: Queue): Record<string, string> {
  const { visible, inFlight, delayed } = queue.counts();
  return {
    ...toQueueAttributes(queue.settings),
    QueueArn: toQueueArn(queue.name),
    CreatedTimestamp: String(Math.floor(queue.createdEpochMs / 1000)),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
  };
}
