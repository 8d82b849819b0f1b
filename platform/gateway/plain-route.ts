/** `/function/{name}` through node:http: whatever the express lane does not take. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { quotas } from '../control/quotas.ts';
import { send } from './answer.ts';
import type { GatewayContext } from './gateway-context.ts';
import { createHttpSink } from './http-sink.ts';
import { createRequestId, invokePlainly, type PlainAnswer } from './plain-invocation.ts';
import { readBody } from './read-body.ts';
import { createResponseWriter } from './response-writer.ts';
import type { ResponseSink } from '../runtime/response-sink.ts';

/** What comes after a streamed answer, because it is not known before. */
const trailerNames =
  'x-faas-duration-ms, x-faas-billed-duration-ms, x-faas-max-memory-used-mib, x-faas-init-duration-ms';

export async function servePlainRoute(
  request: IncomingMessage,
  response: ServerResponse,
  context: GatewayContext,
): Promise<void> {
  const { method = '', url = '' } = request;
  const requestId = createRequestId();
  const body = method === 'POST' ? await readBody(request, quotas.syncPayloadBytes) : Buffer.alloc(0);
  const responseSink = createPlainSink(response, requestId, context);
  endPlainly(response, await invokePlainly({ method, url, body, requestId, responseSink }, context));
}

/** Streams into a response that nothing has been written to. */
export function createPlainSink(
  response: ServerResponse,
  requestId: string,
  context: GatewayContext,
): ResponseSink {
  return createHttpSink(
    ({ statusCode, headers, cookies }) =>
      response.writeHead(statusCode, {
        ...headers,
        'set-cookie': [...cookies],
        'x-faas-request-id': requestId,
        trailer: trailerNames,
      }),
    createResponseWriter(response, context.clock, context.profile.streaming),
  );
}

export function endPlainly(response: ServerResponse, answer: PlainAnswer): void {
  const { status, payload, headers, measurements } = answer;
  if (!response.headersSent) {
    const fields = Object.fromEntries([...headers, ...measurements]);
    send(response, status, payload, { 'content-type': 'application/json', ...fields });
  } else if (answer.isFailure) {
    // The only way left to say that the answer is not whole.
    response.destroy();
  } else {
    response.addTrailers(Object.fromEntries(measurements));
    response.end();
  }
}
