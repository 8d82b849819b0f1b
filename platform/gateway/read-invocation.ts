/** From a request of the Lambda API to the invocation it asks for, and from what came of it to a result or a refusal. */
import type { IncomingMessage } from 'node:http';
import { LambdaError } from '../control/lambda-error.ts';
import type { Invocation, InvocationResult } from '../instances/invocation.ts';
import type { DispatchResult } from '../instances/live-fleet.ts';
import type { LambdaCall } from './lambda-call.ts';
import { readBody } from './read-body.ts';
import { toRetryAfterSeconds } from './retry-after.ts';

const emptyEvent = Buffer.from('{}');

/** @throws LambdaError */
export async function readInvocation(
  { request, requestId }: LambdaCall,
  qualifier: string | undefined,
  { maxBytes, wantsLogTail }: { readonly maxBytes: number; readonly wantsLogTail: boolean },
): Promise<Invocation> {
  refuseDurable(request);
  const payload = await readPayload(request, maxBytes);
  const traceId = readHeader(request, 'x-amzn-trace-id');
  const clientContext = readClientContext(request);
  const tenantId = readTenantId(request);
  return { requestId, qualifier, payload, wantsLogTail, traceId, clientContext, tenantId };
}

/** @throws LambdaError when the function did not run. */
export function toResult(dispatched: DispatchResult): InvocationResult {
  switch (dispatched.kind) {
    case 'throttled':
      throw new LambdaError('TooManyRequestsException', 'Rate Exceeded.', {
        reason: dispatched.reason,
        retryAfterSeconds: toRetryAfterSeconds(dispatched.waitMs),
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

/** Whether the end of the log is wanted. @throws LambdaError */
export function readLogType(request: IncomingMessage): boolean {
  const type = request.headers['x-amz-log-type'] ?? 'None';
  if (type === 'Tail' || type === 'None') return type === 'Tail';
  throw toConstraint(type, 'logType', '[None, Tail]');
}

/** For a value that is none of a set. */
export function toConstraint(value: unknown, member: string, set: string): LambdaError {
  return new LambdaError(
    'InvalidParameterValueException',
    `1 validation error detected: Value '${String(value)}' at '${member}' failed to satisfy constraint: ` +
      `Member must satisfy enum value set: ${set}`,
  );
}

async function readPayload(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
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
  const encoded = readHeader(request, 'x-amz-client-context');
  if (encoded === undefined) return undefined;
  try {
    const context: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
    return Buffer.from(JSON.stringify(context)).toString('latin1');
  } catch {
    throw new LambdaError('InvalidRequestContentException', 'Could not parse the client context into json');
  }
}

/** @throws LambdaError for what would not be durable. */
function refuseDurable(request: IncomingMessage): void {
  const name = readHeader(request, 'x-amz-durable-execution-name');
  if (name === undefined) return;
  throw new LambdaError(
    'InvalidParameterValueException',
    `Value '${name}' at 'durableExecutionName' is not supported by this platform: there are no durable executions`,
  );
}

/** @throws LambdaError */
function readTenantId(request: IncomingMessage): string | undefined {
  const tenantId = readHeader(request, 'x-amz-tenant-id');
  if (tenantId === undefined || /^[a-zA-Z0-9._:/=+\-@ ]{1,256}$/.test(tenantId)) return tenantId;
  throw new LambdaError(
    'InvalidParameterValueException',
    `1 validation error detected: Value '${tenantId}' at 'tenantId' failed to satisfy constraint: ` +
      'Member must satisfy regular expression pattern: [a-zA-Z0-9\\._:\\/=+\\-@ ]+, at most 256 long',
  );
}

function readHeader(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
