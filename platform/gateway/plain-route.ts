/**
 * `/function/{name}`: the body in, the function's JSON out, the measurements in `x-faas-*` headers, or in trailers of a
 * streamed answer. This is the route for load, and every microsecond here is one that a benchmark sees: payloads pass
 * through unread.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { quotas } from '../control/quotas.ts';
import type { InvocationOutcome, InvocationResult } from '../instances/invocation.ts';
import { send, sendJson } from './answer.ts';
import type { GatewayContext } from './gateway-context.ts';
import { createHttpSink } from './http-sink.ts';
import { readBody } from './read-body.ts';
import { createResponseWriter } from './response-writer.ts';

export const plainPrefix = '/function/';

/** What comes after a streamed answer, because it is not known before. */
const trailerNames =
  'x-faas-duration-ms, x-faas-billed-duration-ms, x-faas-max-memory-used-mib, x-faas-init-duration-ms';

const emptyEvent = Buffer.from('{}');

const statusOf: Readonly<Record<InvocationOutcome, number>> = {
  ok: 200,
  failed: 502,
  timedOut: 504,
  notStarted: 503,
};

export async function servePlainRoute(
  request: IncomingMessage,
  response: ServerResponse,
  context: GatewayContext,
): Promise<void> {
  const { method = '', url = '' } = request;
  const name = url.slice(plainPrefix.length).split('?', 1)[0] ?? '';
  const requestId = randomUUID();
  const refuse = (
    status: number,
    errorType: string,
    errorMessage: string,
    retryAfterSeconds?: number,
  ): void => {
    const retryAfter = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
    sendJson(
      response,
      status,
      { errorType, errorMessage },
      { 'x-faas-request-id': requestId, 'x-faas-error-type': errorType, ...retryAfter },
    );
  };

  if (method !== 'POST' && method !== 'GET')
    return refuse(405, 'MethodNotAllowed', `${method}: use POST or GET`);
  const body = method === 'GET' ? emptyEvent : await readBody(request, quotas.syncPayloadBytes);
  if (body === 'tooLarge') {
    return refuse(413, 'RequestTooLarge', `an event may have ${quotas.syncPayloadBytes} bytes`);
  }
  const found = context.registry.find(name);
  if (found === undefined) return refuse(404, 'FunctionNotFound', `no function ${name}`);
  const responseSink = createHttpSink(
    ({ statusCode, headers, cookies }) =>
      response.writeHead(statusCode, {
        ...headers,
        'set-cookie': [...cookies],
        'x-faas-request-id': requestId,
        trailer: trailerNames,
      }),
    createResponseWriter(response, context.clock, context.profile.streaming),
  );
  const dispatched = await context.dispatcher.dispatch(found.latest.runner, {
    requestId,
    payload: body.length === 0 ? emptyEvent : body,
    wantsLogTail: false,
    responseSink,
  });
  switch (dispatched.kind) {
    case 'throttled':
      return refuse(
        429,
        dispatched.reason,
        'Rate Exceeded.',
        Math.max(1, Math.ceil(dispatched.waitMs / 1000)),
      );
    case 'refused':
      return refuse(503, dispatched.reason, 'no memory left for another instance');
    case 'invoked':
      return sendResult(response, requestId, dispatched.result);
  }
}

function sendResult(response: ServerResponse, requestId: string, result: InvocationResult): void {
  const measurements = toMeasurements(result);
  if (!response.headersSent) {
    send(response, statusOf[result.outcome], result.payload, {
      'content-type': 'application/json',
      'x-faas-request-id': requestId,
      ...measurements,
    });
  } else if (result.errorType === undefined) {
    response.addTrailers(measurements);
    response.end();
  } else {
    // The only way left to say that the answer is not whole.
    response.destroy();
  }
}

function toMeasurements(result: InvocationResult): Record<string, string> {
  const headers: Record<string, string> = {
    'x-faas-duration-ms': result.durationMs.toFixed(2),
    'x-faas-billed-duration-ms': String(result.billedDurationMs),
  };
  if (result.maxMemoryUsedMiB !== undefined) {
    headers['x-faas-max-memory-used-mib'] = String(result.maxMemoryUsedMiB);
  }
  if (result.initDurationMs !== undefined) {
    headers['x-faas-init-duration-ms'] = result.initDurationMs.toFixed(2);
  }
  if (result.errorType !== undefined) headers['x-faas-error-type'] = result.errorType;
  return headers;
}
