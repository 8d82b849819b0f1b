/** What the harness does through the interfaces of the platform: functions, their queue of dead letters, events. */
import { PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  QueueAttributeName,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { EventRecord } from '../../platform/events/event-log.ts';
import { createFunction, createLambdaClient } from '../support/lambda-client.ts';
import { createQueue, createSqsClient } from '../support/sqs-client.ts';
import { chaosFunctions } from './functions.ts';

export interface DeployOptions {
  /** After function errors. */
  readonly retries: number;
  readonly variables: Readonly<Record<string, string>>;
}

const hidden = QueueAttributeName.ApproximateNumberOfMessagesNotVisible;
/** How long a message stays away that was taken and not deleted, because somebody was killed in between. */
const visibilityTimeoutSeconds = 5;

/** Paths of queues. */
export interface Queues {
  readonly deadLetters: string;
  readonly successes: string;
}

export async function deployFunctions(endpoint: string, options: DeployOptions): Promise<Queues> {
  const client = createLambdaClient(endpoint);
  const sqs = createSqsClient(endpoint);
  const attributes = { VisibilityTimeout: String(visibilityTimeoutSeconds) };
  const deadLetters = await createQueue(sqs, 'dead-letters', attributes);
  const successes = await createQueue(sqs, 'successes', attributes);
  for (const { name, runtime, files, timeoutSeconds, memoryMiB } of chaosFunctions) {
    await createFunction(client, name, {
      Runtime: runtime,
      files,
      Timeout: timeoutSeconds,
      MemorySize: memoryMiB,
      Environment: { Variables: { ...options.variables } },
      DeadLetterConfig: { TargetArn: deadLetters.arn },
    });
    await client.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: name,
        MaximumRetryAttempts: options.retries,
        DestinationConfig: { OnSuccess: { Destination: successes.arn } },
      }),
    );
  }
  client.destroy();
  sqs.destroy();
  return { deadLetters: new URL(deadLetters.url).pathname, successes: new URL(successes.url).pathname };
}

/**
 * Takes what a queue was told of, until nothing can be seen in it, and adds the ids of the events.
 *
 * @returns how many messages are still there: whoever had taken them was not heard of again.
 */
export async function readQueue(endpoint: string, queue: string, ids: Set<string>): Promise<number> {
  const sqs = createSqsClient(endpoint);
  const url = `${endpoint}${queue}`;
  try {
    while (await takeSome(sqs, url, ids));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [hidden] }),
    );
    return Number(Attributes?.[hidden] ?? 0);
  } finally {
    sqs.destroy();
  }
}

/** The event itself, or the record of a destination that holds it. */
interface EventMessage {
  readonly id?: string;
  readonly requestPayload?: { readonly id: string };
}

function readId({ id, requestPayload }: EventMessage): string {
  return id ?? requestPayload?.id ?? '';
}

/** @returns whether there were any. */
async function takeSome(sqs: SQSClient, url: string, ids: Set<string>): Promise<boolean> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 }),
  );
  for (const { Body = '{}' } of Messages) ids.add(readId(JSON.parse(Body) as EventMessage));
  if (Messages.length === 0) return false;
  const entries = Messages.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: entries }));
  return true;
}

/** Events that the platform still has: how many of each function. */
export async function readWaiting(endpoint: string): Promise<Map<string, number>> {
  const answer = await fetch(`${endpoint}/admin/events`);
  const { events } = (await answer.json()) as { readonly events: readonly EventRecord[] };
  const waiting = new Map<string, number>();
  for (const { state, function: name } of events) {
    if (state !== 'over') waiting.set(name, (waiting.get(name) ?? 0) + 1);
  }
  return waiting;
}

/** Whether those that work still do, after all. @returns a line for each that does not. */
export async function checkFunctions(endpoint: string): Promise<string[]> {
  const lines = await Promise.all(
    ['works', 'works-python'].map(async (name) => {
      const answer = await fetch(`${endpoint}/function/${name}`, {
        method: 'POST',
        body: JSON.stringify({ id: `${name}-last`, draw: 0 }),
      });
      const text = await answer.text();
      return answer.status === 200 ? [] : [`${name} answers ${answer.status} at the end: ${text}`];
    }),
  );
  return lines.flat();
}
