/** `POST /2015-03-31/functions/{name}/invocations`: Invoke of the Lambda API, in its three types. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { quotas } from '../control/quotas.ts';
import type { InvocationResult } from '../instances/invocation.ts';
import { send, sendJson } from './answer.ts';
import { type LambdaCall, readReference } from './lambda-call.ts';
import { readInvocation, readLogType, toConstraint, toResult } from './read-invocation.ts';

type InvocationType = 'RequestResponse' | 'Event' | 'DryRun';

/** @throws LambdaError */
export async function serveInvoke(call: LambdaCall): Promise<void> {
  const { request, response, requestId, context } = call;
  const reference = readReference(call);
  const type = readType(request);
  const wantsLogTail = readLogType(request) && type === 'RequestResponse';
  // What is not there is refused before its payload is read.
  const resolved = context.registry.resolve(reference).revision;
  const maxBytes = type === 'Event' ? quotas.asyncPayloadBytes : quotas.syncPayloadBytes;
  const invocation = await readInvocation(call, reference.qualifier, { maxBytes, wantsLogTail });
  const headers = { 'x-amzn-requestid': requestId, 'x-amz-executed-version': resolved.version };
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

/** `POST /2014-11-13/functions/{name}/invoke-async`: the older way to leave an event. */
export async function serveInvokeAsync(call: LambdaCall): Promise<void> {
  const { requestId, context } = call;
  const reference = readReference(call);
  context.registry.resolve(reference);
  const options = { maxBytes: quotas.asyncPayloadBytes, wantsLogTail: false };
  const invocation = await readInvocation(call, reference.qualifier, options);
  await context.events.queue.add(reference.name, invocation);
  sendJson(call.response, 202, {}, { 'x-amzn-requestid': requestId });
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
