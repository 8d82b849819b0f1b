/** `POST /2015-03-31/functions/{name}/invocations`: Invoke of the Lambda API, in its three types. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LambdaError } from '../control/lambda-error.ts';
import { quotas } from '../control/quotas.ts';
import type { InvocationResult } from '../instances/invocation.ts';
import type { DispatchResult } from '../instances/pool.ts';
import { send } from './answer.ts';
import { type LambdaCall, readReference } from './lambda-call.ts';
import { readBody } from './read-body.ts';

type InvocationType = 'RequestResponse' | 'Event' | 'DryRun';

const emptyEvent = Buffer.from('{}');

/** @throws LambdaError */
export async function serveInvoke(call: LambdaCall): Promise<void> {
  const { request, response, requestId, context } = call;
  const reference = readReference(call);
  const type = readType(request);
  const wantsLogTail = readLogType(request) && type === 'RequestResponse';
  // What is not there is refused before its payload is read.
  context.registry.resolve(reference);
  const payload = await readPayload(request, type);
  const traceId = request.headers['x-amzn-trace-id'];
  const invocation = {
    requestId,
    qualifier: reference.qualifier,
    payload,
    wantsLogTail,
    traceId: typeof traceId === 'string' ? traceId : undefined,
    clientContext: readClientContext(request),
  };
  const headers = { 'x-amzn-requestid': requestId };
  switch (type) {
    case 'DryRun':
      response.writeHead(204, headers).end();
      return;
    case 'Event':
      await context.events.queue.add(reference.name, invocation);
      send(response, 202, Buffer.alloc(0), headers);
      return;
    case 'RequestResponse': {
      // Looked up only now: it may have been replaced, or deleted, while the payload came in.
      const { runner, revision } = context.registry.route(reference) ?? context.registry.resolve(reference);
      const result = toResult(await context.dispatcher.dispatch(runner, invocation));
      sendResult(response, { ...headers, 'x-amz-executed-version': revision.version }, result);
    }
  }
}

/** @throws LambdaError when the function did not run. */
function toResult(dispatched: DispatchResult): InvocationResult {
  switch (dispatched.kind) {
    case 'throttled':
      throw new LambdaError('TooManyRequestsException', 'Rate Exceeded.', {
        reason: dispatched.reason,
        retryAfterSeconds: Math.max(1, Math.ceil(dispatched.waitMs / 1000)),
      });
    case 'refused':
      throw new LambdaError('ServiceException', 'No memory is left for another instance.');
    case 'invoked':
      if (dispatched.result.outcome === 'notStarted') {
        throw new LambdaError(
          'ServiceException',
          `No instance could be started: ${dispatched.result.payload.toString('utf8')}`,
        );
      }
      return dispatched.result;
  }
}

function sendResult(
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
  { payload, errorType, logTail }: InvocationResult,
): void {
  send(response, 200, payload, {
    ...headers,
    'content-type': 'application/json',
    ...(errorType !== undefined && { 'x-amz-function-error': 'Unhandled' }),
    ...(logTail !== undefined && { 'x-amz-log-result': logTail.toString('base64') }),
  });
}

function readType(request: IncomingMessage): InvocationType {
  const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (type === 'RequestResponse' || type === 'Event' || type === 'DryRun') return type;
  throw toConstraint(type, 'invocationType', '[Event, RequestResponse, DryRun]');
}

function readLogType(request: IncomingMessage): boolean {
  const type = request.headers['x-amz-log-type'] ?? 'None';
  if (type === 'Tail' || type === 'None') return type === 'Tail';
  throw toConstraint(type, 'logType', '[None, Tail]');
}

function toConstraint(value: unknown, member: string, set: string): LambdaError {
  return new LambdaError(
    'InvalidParameterValueException',
    `1 validation error detected: Value '${String(value)}' at '${member}' failed to satisfy constraint: ` +
      `Member must satisfy enum value set: ${set}`,
  );
}

async function readPayload(request: IncomingMessage, type: InvocationType): Promise<Buffer> {
  const maxBytes = type === 'Event' ? quotas.asyncPayloadBytes : quotas.syncPayloadBytes;
  const body = await readBody(request, maxBytes);
  if (body === 'tooLarge') {
    throw new LambdaError(
      'RequestTooLargeException',
      `Request must be smaller than ${maxBytes} bytes for the InvokeFunction operation`,
    );
  }
  if (body.length === 0) return emptyEvent;
  try {
    JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new LambdaError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
    );
  }
  return body;
}

/** Base64 of JSON. It becomes a header of the Runtime API: written anew, it cannot hold a line break. */
function readClientContext(request: IncomingMessage): string | undefined {
  const encoded = request.headers['x-amz-client-context'];
  if (typeof encoded !== 'string') return undefined;
  try {
    const context: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
    return Buffer.from(JSON.stringify(context)).toString('latin1');
  } catch {
    throw new LambdaError('InvalidRequestContentException', 'Could not parse the client context into json');
  }
}
