/** How the gateway answers: JSON, and refusals in the shape that the AWS clients read. */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { LambdaError } from '../control/lambda-error.ts';

export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: OutgoingHttpHeaders = {},
): void {
  send(response, status, Buffer.from(JSON.stringify(value)), {
    'content-type': 'application/json',
    ...headers,
  });
}

export function send(
  response: ServerResponse,
  status: number,
  body: Buffer,
  headers: OutgoingHttpHeaders,
): void {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(body);
}

/** The exception's name is in a header, its members are in the body; `Message` or `message` depends on the exception. */
export function sendLambdaError(response: ServerResponse, requestId: string, error: LambdaError): void {
  sendJson(
    response,
    error.status,
    {
      Type: error.status >= 500 ? 'Service' : 'User',
      message: error.message,
      Message: error.message,
      ...(error.reason !== undefined && { Reason: error.reason }),
    },
    {
      'x-amzn-requestid': requestId,
      'x-amzn-errortype': error.type,
      ...(error.retryAfterSeconds !== undefined && { 'retry-after': String(error.retryAfterSeconds) }),
    },
  );
}
