/**
 * The MD5 digests by which clients check what SQS has understood.
 * Source: docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html (November 2026).
 */
import { createHash } from 'node:crypto';
import type { MessageAttributes } from './message.ts';

export function digestBody(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

/** @returns undefined when there are no attributes. */
export function digestAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).toSorted((one, other) => (one < other ? -1 : 1));
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (value: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(value.length);
    hash.update(length).update(value);
  };
  for (const name of names) {
    const { DataType = '', StringValue, BinaryValue = '' } = attributes[name] ?? {};
    add(Buffer.from(name));
    add(Buffer.from(DataType));
    hash.update(Buffer.from([StringValue === undefined ? 2 : 1]));
    add(StringValue === undefined ? Buffer.from(BinaryValue, 'base64') : Buffer.from(StringValue));
  }
  return hash.digest('hex');
}
