/** What the harness does through the interfaces of the platform: functions, their queue of dead letters, events. */
import { PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { DeleteMessageBatchCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { EventRecord } from '../../platform/events/event-log.ts';
import { createFunction, createLambdaClient } from '../support/lambda-client.ts';
import { createQueue, createSqsClient } from '../support/sqs-client.ts';
import { chaosFunctions } from './functions.ts';

const queueName = 'dead-letters';

export interface DeployOptions {
  /** After function errors. */
  readonly retries: number;
  readonly variables: Readonly<Record<string, string>>;
}

/** @returns the path of the queue of dead letters. */
export async function deployFunctions(endpoint: string, options: DeployOptions): Promise<string> {
  const client = createLambdaClient(endpoint);
  const sqs = createSqsClient(endpoint);
  const { url, arn } = await createQueue(sqs, queueName);
  for (const { name, runtime, files, timeoutSeconds, memoryMiB } of chaosFunctions) {
    await createFunction(client, name, {
      Runtime: runtime,
      files,
      Timeout: timeoutSeconds,
      MemorySize: memoryMiB,
      Environment: { Variables: { ...options.variables } },
      DeadLetterConfig: { TargetArn: arn },
    });
    await client.send(
      new PutFunctionEventInvokeConfigCommand({ FunctionName: name, MaximumRetryAttempts: options.retries }),
    );
  }
  client.destroy();
  sqs.destroy();
  return new URL(url).pathname;
}

/** Ids of the events that were given up. */
export async function readDeadLetters(endpoint: string, queue: string): Promise<Set<string>> {
  const sqs = createSqsClient(endpoint);
  const ids = new Set<string>();
  while (await takeSome(sqs, `${endpoint}${queue}`, ids));
  sqs.destroy();
  return ids;
}

/** @returns whether there were any. */
async function takeSome(sqs: SQSClient, url: string, ids: Set<string>): Promise<boolean> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 }),
  );
  for (const { Body = '{}' } of Messages) ids.add((JSON.parse(Body) as { readonly id: string }).id);
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
