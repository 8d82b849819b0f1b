/** A message of a queue, and where it is with its receivers. */
import { isRecord } from '../control/read-settings.ts';
import type { QueueSettings } from './queue-settings.ts';
import { SqsError } from './sqs-error.ts';

/** As on the wire. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  /** Base64. */
  readonly BinaryValue?: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

export interface MessageContent {
  readonly body: string;
  readonly attributes: MessageAttributes;
}

export interface Message extends MessageContent {
  readonly queue: string;
  /** UUID. */
  readonly id: string;
  /** In milliseconds since the Unix epoch, as all times of a message. */
  readonly sentAtMs: number;
  /** ARN of the queue in which nobody could do with it. */
  readonly deadLetterSourceArn?: string | undefined;
}

/** Of a message that was received, or is not to be received yet. */
export interface Delivery {
  readonly receiveCount: number;
  /** Undefined when it was not received yet. */
  readonly firstReceivedAtMs: number | undefined;
  readonly visibleAtMs: number;
}

export const noDelivery: Delivery = { receiveCount: 0, firstReceivedAtMs: undefined, visibleAtMs: 0 };

export interface ReceivedMessage {
  readonly message: Message;
  readonly delivery: Delivery;
  /** Names this one reception, for whoever deletes the message or hides it longer. */
  readonly receipt: string;
}

const mostAttributes = 10;

export function sizeOf({ body, attributes }: MessageContent): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, { DataType, StringValue = '', BinaryValue = '' }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(`${name}${DataType}${StringValue}`) + Buffer.byteLength(BinaryValue, 'base64');
  }
  return bytes;
}

/** @throws SqsError */
export function readContent(body: unknown, attributes: unknown, settings: QueueSettings): MessageContent {
  if (typeof body !== 'string' || body === '') {
    throw new SqsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  }
  // What XML 1.0 has no way to write, as SQS demands.
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(body)) {
    throw new SqsError('InvalidMessageContents', 'The message contains characters outside the allowed set.');
  }
  const content = { body, attributes: readAttributes(attributes ?? {}) };
  if (sizeOf(content) > settings.maxMessageBytes) {
    throw new SqsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${settings.maxMessageBytes} bytes.`,
    );
  }
  return content;
}

function readAttributes(value: unknown): MessageAttributes {
  const attributes = isRecord(value) ? Object.entries(value) : [['', undefined]];
  const isValid =
    attributes.length <= mostAttributes && attributes.every(([name, one]) => isAttribute(String(name), one));
  if (isValid) return value as MessageAttributes;
  throw new SqsError(
    'InvalidParameterValue',
    `MessageAttributes: expected at most ${mostAttributes}, each with a DataType of String, Number or Binary and a value of that type`,
  );
}

function isAttribute(name: string, value: unknown): boolean {
  if (!/^(?!aws\.|amazon\.)[\w.-]{1,256}$/i.test(name) || !isRecord(value)) return false;
  const { DataType, StringValue, BinaryValue } = value;
  const kind = String(DataType).split('.', 1)[0] ?? '';
  switch (kind) {
    case 'String':
      return typeof StringValue === 'string' && StringValue !== '';
    case 'Number':
      return (
        typeof StringValue === 'string' && StringValue.trim() !== '' && !Number.isNaN(Number(StringValue))
      );
    case 'Binary':
      return typeof BinaryValue === 'string' && BinaryValue !== '';
    default:
      return false;
  }
}
