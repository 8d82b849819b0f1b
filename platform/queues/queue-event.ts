/**
 * What a function gets of a batch of messages, and what its answer says of them: pure.
 * Source: docs.aws.amazon.com/lambda/latest/dg/with-sqs.html and services-sqs-errorhandling.html (November 2026).
 */
import { isRecord } from '../control/read-settings.ts';
import { region } from '../runtime/environment.ts';
import type { MessageAttributes, ReceivedMessage } from './message.ts';
import { digestBody } from './message-digest.ts';
import { toQueueArn } from './queue-name.ts';
import { toSystemAttributes } from './system-attributes.ts';

export function toQueueEvent(batch: readonly ReceivedMessage[]): Buffer {
  const Records = batch.map(({ message, delivery, receipt }) => ({
    messageId: message.id,
    receiptHandle: receipt,
    body: message.body,
    attributes: toSystemAttributes(message, delivery),
    messageAttributes: toRecordAttributes(message.attributes),
    md5OfBody: digestBody(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: toQueueArn(message.queue),
    awsRegion: region,
  }));
  return Buffer.from(JSON.stringify({ Records }));
}

function toRecordAttributes(attributes: MessageAttributes): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        ...(StringValue !== undefined && { stringValue: StringValue }),
        ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
        stringListValues: [],
        binaryListValues: [],
        dataType: DataType,
      },
    ]),
  );
}

/**
 * The messages that are done with, of a function that reports those it could not handle.
 *
 * @param payload - its answer.
 * @returns none when the answer cannot be understood: then all come again.
 */
export function findHandled(batch: readonly ReceivedMessage[], payload: Buffer): readonly ReceivedMessage[] {
  const failures = readFailures(payload);
  if (failures === undefined) return [];
  const ids = new Set(batch.map(({ message }) => message.id));
  if (!failures.every((id) => ids.has(id))) return [];
  return batch.filter(({ message }) => !failures.includes(message.id));
}

/** @returns undefined when there is a failure without a name. */
function readFailures(payload: Buffer): string[] | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(payload.toString('utf8'));
  } catch {
    return undefined;
  }
  if (answer === null) return [];
  if (!isRecord(answer)) return typeof answer === 'object' ? undefined : [];
  const failures = answer['batchItemFailures'] ?? [];
  if (!Array.isArray(failures)) return undefined;
  const ids = failures.map((failure: unknown) => (isRecord(failure) ? failure['itemIdentifier'] : undefined));
  return ids.every((id) => typeof id === 'string' && id !== '') ? (ids as string[]) : undefined;
}
