/** The attributes of a queue that can be set: checked, as numbers, and back. */
import { isRecord } from '../control/read-settings.ts';
import { SqsError } from './sqs-error.ts';

export interface QueueSettings {
  /** How long a message that was received is hidden from others. */
  readonly visibilityTimeoutSeconds: number;
  /** How long a new message waits before anybody can receive it. */
  readonly delaySeconds: number;
  /** After this a message that nobody has deleted is gone. */
  readonly retentionSeconds: number;
  /** How long a receiver waits for messages, if it does not say. */
  readonly receiveWaitSeconds: number;
  readonly maxMessageBytes: number;
  /** Where a message goes that was received so often and never deleted. */
  readonly redrive?: Redrive | undefined;
}

export interface Redrive {
  /** ARN of a queue. */
  readonly targetArn: string;
  readonly maxReceiveCount: number;
}

/** What SQS has (docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html, November 2026). */
export const defaultQueueSettings: QueueSettings = {
  visibilityTimeoutSeconds: 30,
  delaySeconds: 0,
  retentionSeconds: 4 * 24 * 3600,
  receiveWaitSeconds: 0,
  maxMessageBytes: 1_048_576,
};

interface NumberAttribute {
  readonly member: Exclude<keyof QueueSettings, 'redrive'>;
  readonly least: number;
  readonly most: number;
}

const numberAttributes: Readonly<Record<string, NumberAttribute>> = {
  VisibilityTimeout: { member: 'visibilityTimeoutSeconds', least: 0, most: 43_200 },
  DelaySeconds: { member: 'delaySeconds', least: 0, most: 900 },
  MessageRetentionPeriod: { member: 'retentionSeconds', least: 60, most: 1_209_600 },
  ReceiveMessageWaitTimeSeconds: { member: 'receiveWaitSeconds', least: 0, most: 20 },
  MaximumMessageSize: { member: 'maxMessageBytes', least: 1024, most: 1_048_576 },
};

/**
 * @param attributes - as they come: every value is text; an attribute that is absent keeps its value.
 * @throws SqsError
 */
export function readQueueSettings(
  attributes: unknown,
  current: QueueSettings = defaultQueueSettings,
): QueueSettings {
  if (!isRecord(attributes ?? {})) throw new SqsError('InvalidParameterValue', 'Attributes: expected a map');
  const settings: Record<string, unknown> = { ...current };
  for (const [name, value] of Object.entries(attributes ?? {})) {
    const number = Object.hasOwn(numberAttributes, name) ? numberAttributes[name] : undefined;
    if (number !== undefined) settings[number.member] = readNumber(name, value, number);
    else if (name === 'RedrivePolicy') settings['redrive'] = readRedrive(value);
    else throw new SqsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  }
  return settings as unknown as QueueSettings;
}

export function toQueueAttributes(settings: QueueSettings): Record<string, string> {
  const { redrive } = settings;
  return {
    ...Object.fromEntries(
      Object.entries(numberAttributes).map(([name, { member }]) => [name, String(settings[member])]),
    ),
    ...(redrive !== undefined && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: redrive.targetArn,
        maxReceiveCount: redrive.maxReceiveCount,
      }),
    }),
  };
}

function readNumber(name: string, value: unknown, { least, most }: NumberAttribute): number {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new SqsError(
    'InvalidAttributeValue',
    `Invalid value for the parameter ${name}: '${String(value)}'. Expected a whole number from ${least} to ${most}`,
  );
}

/** Empty text takes it away. */
function readRedrive(value: unknown): Redrive | undefined {
  if (value === '') return undefined;
  const policy = parse(value);
  const { deadLetterTargetArn: targetArn, maxReceiveCount } = isRecord(policy) ? policy : {};
  const count = Number(maxReceiveCount);
  if (typeof targetArn === 'string' && Number.isInteger(count) && count >= 1 && count <= 1000) {
    return { targetArn, maxReceiveCount: count };
  }
  throw new SqsError(
    'InvalidAttributeValue',
    `Value ${JSON.stringify(value)} for parameter RedrivePolicy is invalid. Reason: expected JSON with deadLetterTargetArn and maxReceiveCount from 1 to 1000`,
  );
}

function parse(value: unknown): unknown {
  try {
    return JSON.parse(String(value)) as unknown;
  } catch {
    return undefined;
  }
}
