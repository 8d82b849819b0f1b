/** One call of the SQS API, and how its operations read it. */
import type { Fields } from '../control/read-settings.ts';
import type { Queue } from '../queues/queue.ts';
import type { Queues } from '../queues/queues.ts';
import { SqsError } from '../queues/sqs-error.ts';

export interface SqsCall {
  readonly fields: Fields;
  /** By which the client reached the platform. */
  readonly host: string;
  readonly queues: Queues;
  /** Aborted when nobody waits for the answer any more. */
  readonly gone: AbortSignal;
  readonly log: (line: string) => void;
}

/** @returns the answer; what was changed is committed after it. */
export type SqsOperation = (call: SqsCall) => unknown;

export type SqsOperations = Readonly<Record<string, SqsOperation>>;

/** @throws SqsError */
export function readQueue({ fields, queues }: SqsCall): Queue {
  return queues.getByUrl(readRequired(fields, 'QueueUrl'));
}

/** @throws SqsError when it is absent or no string. */
export function readRequired(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new SqsError('MissingParameter', `The request must contain the parameter ${name}.`);
}

/** @throws SqsError */
export function readInteger(fields: Fields, name: string, least: number, most: number): number | undefined {
  const value = fields[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new SqsError(
    'InvalidParameterValue',
    `Value ${JSON.stringify(value)} for parameter ${name} is invalid. Reason: Must be between ${least} and ${most}, if provided.`,
  );
}

/** The names in a list; none when it is absent. @throws SqsError */
export function readNames(fields: Fields, name: string): readonly string[] {
  const value = fields[name] ?? [];
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw new SqsError('InvalidParameterValue', `${name}: expected a list of names`);
}
