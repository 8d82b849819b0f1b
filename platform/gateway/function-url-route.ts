/** `/url/{id}/…`, or a host name that begins with `{id}.lambda-url.`: an HTTP request to the URL of a function. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { quotas } from '../control/quotas.ts';
import type { Invocation, InvocationResult } from '../instances/invocation.ts';
import type { DispatchResult } from '../instances/live-fleet.ts';
import { send, sendJson } from './answer.ts';
import { type CorsRequest, isPreflight, toCorsHeaders } from './cors.ts';
import type { FoundUrl } from './find-url.ts';
import type { GatewayContext } from './gateway-context.ts';
import { createHttpSink } from './http-sink.ts';
import { readBody } from './read-body.ts';
import { toRetryAfterSeconds } from './retry-after.ts';
import { toHttpAnswer } from './url-answer.ts';
import { toUrlEvent } from './url-event.ts';
import { createUrlOutput, sendBroken, toHeaders } from './url-output.ts';

const urlPath = /^\/url\/([a-z0-9]{32})(?=[/?]|$)/;
const urlHost = /^([a-z0-9]{32})\.lambda-url\./;

export interface UrlTarget {
  readonly id: string;
  /** Path and query, as the function sees them. */
  readonly target: string;
}

/** Undefined for a request that is not to the URL of a function. */
export function readUrlTarget({ url = '', headers }: IncomingMessage): UrlTarget | undefined {
  const byHost = urlHost.exec(headers.host ?? '')?.[1];
  if (byHost !== undefined) return { id: byHost, target: url };
  const match = urlPath.exec(url);
  if (match === null) return undefined;
  const rest = url.slice(match[0].length);
  return { id: match[1] ?? '', target: rest.startsWith('/') ? rest : `/${rest}` };
}

export async function serveFunctionUrl(
  request: IncomingMessage,
  response: ServerResponse,
  { id, target }: UrlTarget,
  context: GatewayContext,
): Promise<void> {
  const requestId = randomUUID();
  const found = context.urls.find(id);
  // Nobody is told which URLs there are.
  if (found === undefined) return refuse(request, response, 403, 'Forbidden');
  const corsRequest = toCorsRequest(request);
  const { cors } = found.url;
  const added = { 'x-amzn-requestid': requestId, ...(cors && toCorsHeaders(cors, corsRequest)) };
  if (cors !== undefined && isPreflight(corsRequest)) {
    request.resume();
    return send(response, 200, Buffer.alloc(0), added);
  }
  const body = await readBody(request, quotas.syncPayloadBytes);
  if (body === 'tooLarge') return sendJson(response, 413, { Message: 'Request Entity Too Large' }, added);
  const event = toUrlEvent({
    urlId: id,
    requestId,
    method: request.method ?? 'GET',
    target,
    headers: request.headers,
    body,
    sourceIp: request.socket.remoteAddress ?? '',
    epochMs: context.clock.epochMs(),
  });
  const invocation = {
    requestId,
    qualifier: found.qualifier,
    payload: Buffer.from(JSON.stringify(event)),
    wantsLogTail: false,
  };
  await invoke(response, found, invocation, added, context);
}

async function invoke(
  response: ServerResponse,
  { url, name, qualifier }: FoundUrl,
  invocation: Invocation,
  added: OutgoingHttpHeaders,
  context: GatewayContext,
): Promise<void> {
  const routed = context.registry.route({ name, qualifier });
  if (routed === undefined) return sendJson(response, 403, { Message: 'Forbidden' }, added);
  const output = createUrlOutput(response, url, added, context);
  const dispatched = await context.dispatcher.dispatch(routed.runner, {
    ...invocation,
    responseSink: createHttpSink(output.begin, output.write),
  });
  if (dispatched.kind !== 'invoked') return sendRefusal(response, dispatched, added);
  if (output.hasBegun()) return output.end(dispatched.result.errorType !== undefined);
  sendResult(response, dispatched.result, added);
}

function sendResult(response: ServerResponse, result: InvocationResult, added: OutgoingHttpHeaders): void {
  const answer = result.errorType === undefined ? toHttpAnswer(result.payload) : undefined;
  if (answer === undefined) return sendBroken(response, added);
  send(response, answer.head.statusCode, answer.body, toHeaders(answer.head, added));
}

function sendRefusal(
  response: ServerResponse,
  refusal: Exclude<DispatchResult, { kind: 'invoked' }>,
  added: OutgoingHttpHeaders,
): void {
  switch (refusal.kind) {
    case 'throttled':
      return sendJson(
        response,
        429,
        { Reason: refusal.reason, Type: 'User', Message: 'Rate Exceeded.' },
        { ...added, 'retry-after': String(toRetryAfterSeconds(refusal.waitMs)) },
      );
    case 'refused':
      return sendJson(response, 503, { Message: 'No memory is left for another instance.' }, added);
  }
}

function toCorsRequest({ method = 'GET', headers }: IncomingMessage): CorsRequest {
  return { method, origin: headers.origin, wantedMethod: headers['access-control-request-method'] };
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number, Message: string): void {
  request.resume();
  sendJson(response, status, { Message });
}
