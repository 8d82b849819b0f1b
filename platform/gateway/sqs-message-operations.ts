/** The operations on messages, one at a time and in batches. */
import { quotas } from '../control/quotas.ts';
import { type Fields, isRecord } from '../control/read-settings.ts';
import {
  type Message,
  type MessageAttributes,
  type MessageContent,
  readContent,
  type ReceivedMessage,
  sizeOf,
} from '../queues/message.ts';
import { digestAttributes, digestBody } from '../queues/message-digest.ts';
import { toSystemAttributes } from '../queues/system-attributes.ts';
import type { Queue } from '../queues/queue.ts';
import { SqsError } from '../queues/sqs-error.ts';
import { readInteger, readNames, readQueue, readRequired, type SqsOperations } from './sqs-call.ts';

const mostEntries = 10;
const mostBatchBytes = 1_048_576;
const mostDelaySeconds = 900;
const mostHiddenSeconds = 43_200;
/** As SQS has it for a standard queue. */
const mostInFlight = 120_000;

export const sqsMessageOperations: SqsOperations = {
  SendMessage(call) {
    const queue = readQueue(call);
    const outgoing = read(queue, call.fields);
    demandRoom(queue, 1);
    return toSent(send(queue, outgoing));
  },
  SendMessageBatch(call) {
    const queue = readQueue(call);
    const outgoing = new Map<Fields, Outgoing>();
    const answer = forEachEntry(call.fields, (entry) => void outgoing.set(entry, read(queue, entry)));
    const bytes = [...outgoing.values()].reduce((sum, { content }) => sum + sizeOf(content), 0);
    if (bytes > mostBatchBytes) {
      throw new SqsError(
        'BatchRequestTooLong',
        `Batch requests cannot be longer than ${mostBatchBytes} bytes.`,
      );
    }
    demandRoom(queue, outgoing.size);
    const sent = [...outgoing].map(([entry, one]) => ({ Id: entry['Id'], ...toSent(send(queue, one)) }));
    return { ...answer, Successful: sent };
  },
  async ReceiveMessage(call) {
    const { fields, gone } = call;
    const queue = readQueue(call);
    if (queue.counts().inFlight >= mostInFlight) {
      throw new SqsError('OverLimit', `the queue has ${mostInFlight} messages in flight, and no more`);
    }
    const options = {
      max: readInteger(fields, 'MaxNumberOfMessages', 1, mostEntries) ?? 1,
      visibilityTimeoutSeconds: readInteger(fields, 'VisibilityTimeout', 0, mostHiddenSeconds),
    };
    const waitSeconds = readInteger(fields, 'WaitTimeSeconds', 0, 20) ?? queue.settings.receiveWaitSeconds;
    await queue.wait(waitSeconds * 1000, gone);
    // For one who is gone it would only be hidden.
    const received = gone.aborted ? [] : queue.receive(options);
    return received.length === 0 ? {} : { Messages: received.map((one) => toReceived(one, fields)) };
  },
  DeleteMessage: (call) => readQueue(call).delete(readRequired(call.fields, 'ReceiptHandle')),
  DeleteMessageBatch(call) {
    const queue = readQueue(call);
    return forEachEntry(call.fields, (entry) => queue.delete(readRequired(entry, 'ReceiptHandle')));
  },
  ChangeMessageVisibility: (call) => hide(readQueue(call), call.fields),
  ChangeMessageVisibilityBatch(call) {
    const queue = readQueue(call);
    return forEachEntry(call.fields, (entry) => hide(queue, entry));
  },
};

/** Of senders; what the platform itself has to say, of events that are over, is taken beyond that. */
function demandRoom(queue: Queue, more: number): void {
  const { visible, inFlight, delayed } = queue.counts();
  const there = visible + inFlight + delayed;
  if (there + more <= quotas.queuedMessages) return;
  throw new SqsError('OverLimit', `the queue holds ${there} messages, and may hold ${quotas.queuedMessages}`);
}

interface Outgoing {
  readonly content: MessageContent;
  /** Undefined for the queue's own delay. */
  readonly delaySeconds: number | undefined;
}

function read({ settings }: Queue, fields: Fields): Outgoing {
  return {
    content: readContent(fields['MessageBody'], fields['MessageAttributes'], settings),
    delaySeconds: readInteger(fields, 'DelaySeconds', 0, mostDelaySeconds),
  };
}

function send(queue: Queue, { content, delaySeconds }: Outgoing): Message {
  return queue.send(content, delaySeconds);
}

function toSent({ id, body, attributes }: Message): Record<string, unknown> {
  return {
    MessageId: id,
    MD5OfMessageBody: digestBody(body),
    MD5OfMessageAttributes: digestAttributes(attributes),
  };
}

function hide(queue: Queue, fields: Fields): void {
  const seconds = readInteger(fields, 'VisibilityTimeout', 0, mostHiddenSeconds);
  if (seconds === undefined) {
    throw new SqsError('MissingParameter', 'The request must contain the parameter VisibilityTimeout.');
  }
  queue.hide(readRequired(fields, 'ReceiptHandle'), seconds);
}

function toReceived(
  { message, delivery, receipt }: ReceivedMessage,
  fields: Fields,
): Record<string, unknown> {
  const { id, body } = message;
  const system = choose(toSystemAttributes(message, delivery), [
    ...readNames(fields, 'AttributeNames'),
    ...readNames(fields, 'MessageSystemAttributeNames'),
  ]);
  const attributes: MessageAttributes = choose(
    message.attributes,
    readNames(fields, 'MessageAttributeNames'),
  );
  return {
    MessageId: id,
    ReceiptHandle: receipt,
    Body: body,
    MD5OfBody: digestBody(body),
    // Of those that are given, not of all.
    MD5OfMessageAttributes: digestAttributes(attributes),
    ...(Object.keys(system).length > 0 && { Attributes: system }),
    ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributes }),
  };
}

/** By name, by `prefix.*`, or all by `All` and `.*`. */
function choose<Value>(
  values: Readonly<Record<string, Value>>,
  names: readonly string[],
): Record<string, Value> {
  const isAsked = (name: string): boolean =>
    names.some(
      (one) =>
        one === name ||
        one === 'All' ||
        one === '.*' ||
        (one.endsWith('.*') && name.startsWith(one.slice(0, -1))),
    );
  return Object.fromEntries(Object.entries(values).filter(([name]) => isAsked(name)));
}

/** What one entry does wrong is told of that entry; the others are done. */
function forEachEntry(fields: Fields, act: (entry: Fields) => void): Record<string, unknown> {
  const successful: object[] = [];
  const failed: object[] = [];
  for (const entry of readEntries(fields)) {
    try {
      act(entry);
      successful.push({ Id: entry['Id'] });
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
      failed.push({ Id: entry['Id'], SenderFault: true, Code: error.queryCode, Message: error.message });
    }
  }
  return { Successful: successful, Failed: failed };
}

function readEntries(fields: Fields): Fields[] {
  const given: unknown = fields['Entries'] ?? [];
  const entries = Array.isArray(given) ? given.filter((entry) => isRecord(entry)) : [];
  if (entries.length === 0) {
    throw new SqsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > mostEntries) {
    throw new SqsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${mostEntries}. You have sent ${entries.length}.`,
    );
  }
  const ids = entries.map((entry) => entry['Id']);
  const bad = ids.find((id) => typeof id !== 'string' || !/^[\w-]{1,80}$/.test(id));
  if (bad !== undefined || ids.includes(undefined)) {
    throw new SqsError(
      'InvalidBatchEntryId',
      `A batch entry id can only contain alphanumeric characters, hyphens and underscores: ${JSON.stringify(bad)}`,
    );
  }
  if (new Set(ids).size < ids.length) {
    throw new SqsError(
      'BatchEntryIdsNotDistinct',
      'Two or more batch entries in the request have the same Id.',
    );
  }
  return entries;
}
