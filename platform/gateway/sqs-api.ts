/** The SQS API in its JSON protocol: every operation is a POST, and a header names it. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Fields, isRecord } from '../control/read-settings.ts';
import { SqsError } from '../queues/sqs-error.ts';
import { sendJson } from './answer.ts';
import type { GatewayContext } from './gateway-context.ts';
import { readBody } from './read-body.ts';
import type { SqsCall, SqsOperations } from './sqs-call.ts';
import { sqsMessageOperations } from './sqs-message-operations.ts';
import { sqsQueueOperations } from './sqs-queue-operations.ts';

const prefix = 'AmazonSQS.';
const operations: SqsOperations = { ...sqsQueueOperations, ...sqsMessageOperations };

/** A batch of the greatest size, every character of it escaped. */
const maxBodyBytes = 8 * 1024 * 1024;

export function isSqsCall({ headers }: IncomingMessage): boolean {
  const target = headers['x-amz-target'];
  return typeof target === 'string' && target.startsWith(prefix);
}

export async function serveSqsApi(
  request: IncomingMessage,
  response: ServerResponse,
  context: GatewayContext,
): Promise<void> {
  const name = String(request.headers['x-amz-target']).slice(prefix.length);
  const headers = { 'x-amzn-requestid': randomUUID(), 'content-type': 'application/x-amz-json-1.0' };
  try {
    const call = await readCall(request, response, context);
    const operate = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (operate === undefined)
      throw new SqsError('UnsupportedOperation', `${name}: not an operation of this platform`);
    const answer = await operate(call);
    // What it has changed is safe before anybody hears of it.
    await context.events.commit();
    sendJson(response, 200, answer ?? {}, headers);
  } catch (error) {
    if (!(error instanceof SqsError)) throw error;
    sendJson(
      response,
      400,
      { __type: `com.amazonaws.sqs#${error.type}`, message: error.message },
      { ...headers, 'x-amzn-query-error': `${error.queryCode};Sender` },
    );
  }
}

async function readCall(
  request: IncomingMessage,
  response: ServerResponse,
  context: GatewayContext,
): Promise<SqsCall> {
  const body = await readBody(request, maxBodyBytes);
  if (body === 'tooLarge') {
    throw new SqsError('BatchRequestTooLong', `a request may have ${maxBodyBytes} bytes`);
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return {
    fields: readFields(body),
    host: request.headers.host ?? 'localhost',
    queues: context.events.queues,
    gone: gone.signal,
    log: context.log,
  };
}

function readFields(body: Buffer): Fields {
  try {
    const value: unknown = JSON.parse(body.length === 0 ? '{}' : body.toString('utf8'));
    if (isRecord(value)) return value;
  } catch {
    // Said below.
  }
  throw new SqsError('InvalidParameterValue', 'The request body is not a json object');
}
