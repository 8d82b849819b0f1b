/**
 * `/async-function/{name}`, as OpenFaaS has it (docs.openfaas.com/reference/async): 202 at once, and the result to the URL
 * in `X-Callback-Url`, if there is one. A function that fails has had its one try; one that is busy is tried again.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { quotas } from '../control/quotas.ts';
import { send, sendJson } from './answer.ts';
import type { GatewayContext } from './gateway-context.ts';
import { readBody } from './read-body.ts';

export const asyncPrefix = '/async-function/';

const emptyEvent = Buffer.from('{}');

export async function serveAsyncRoute(
  request: IncomingMessage,
  response: ServerResponse,
  { registry, events }: GatewayContext,
): Promise<void> {
  const { method = '', url = '' } = request;
  const name = url.slice(asyncPrefix.length).split('?', 1)[0] ?? '';
  const callId = readHeader(request, 'x-call-id') ?? randomUUID();
  const callbackUrl = readHeader(request, 'x-callback-url');
  const refuse = (status: number, errorType: string, errorMessage: string): void => {
    request.resume();
    sendJson(response, status, { errorType, errorMessage }, { 'x-call-id': callId });
  };

  if (method !== 'POST') return refuse(405, 'MethodNotAllowed', `${method}: use POST`);
  const refusal = callbackUrl === undefined ? undefined : events.whyRefusedCallback(callbackUrl);
  if (refusal !== undefined) return refuse(400, 'CallbackRefused', `X-Callback-Url: ${refusal}`);
  const body = await readBody(request, quotas.asyncPayloadBytes);
  if (body === 'tooLarge') {
    return refuse(413, 'RequestTooLarge', `an event may have ${quotas.asyncPayloadBytes} bytes`);
  }
  if (registry.find(name) === undefined) return refuse(404, 'FunctionNotFound', `no function ${name}`);
  await events.queue.add(
    name,
    { requestId: randomUUID(), payload: body.length === 0 ? emptyEvent : body, wantsLogTail: false },
    { callback: callbackUrl === undefined ? undefined : { url: callbackUrl, callId } },
  );
  send(response, 202, Buffer.alloc(0), { 'x-call-id': callId });
}

function readHeader({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
