/** A queue by its name, its ARN and its URL. */
import { accountId } from '../control/function-revision.ts';
import { region } from '../runtime/environment.ts';
import { SqsError } from './sqs-error.ts';

const arnPrefix = `arn:aws:sqs:${region}:${accountId}:`;

export function toQueueArn(name: string): string {
  return `${arnPrefix}${name}`;
}

export function isQueueArn(arn: string): boolean {
  return /^arn:[a-z-]+:sqs:/.test(arn);
}

/** @returns undefined for an ARN that is none of a queue of this platform. */
export function parseQueueArn(arn: string): string | undefined {
  const name = arn.startsWith(arnPrefix) ? arn.slice(arnPrefix.length) : '';
  return isQueueName(name) ? name : undefined;
}

/** @param host - by which the client reached the platform. */
export function toQueueUrl(host: string, name: string): string {
  return `http://${host}/${accountId}/${name}`;
}

/** @throws SqsError for what is no URL of a queue. */
export function parseQueueUrl(url: string): string {
  const [, account, name = ''] = /\/(\d{12})\/([^/]+)$/.exec(url) ?? [];
  if (account === accountId && isQueueName(name)) return name;
  throw new SqsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

/** @throws SqsError */
export function demandQueueName(name: string): void {
  if (name.endsWith('.fifo')) {
    throw new SqsError('UnsupportedOperation', `${name}: this platform has no FIFO queues`);
  }
  if (isQueueName(name)) return;
  throw new SqsError(
    'InvalidParameterValue',
    `QueueName '${name}': can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length`,
  );
}

function isQueueName(name: string): boolean {
  return /^[\w-]{1,80}$/.test(name);
}
