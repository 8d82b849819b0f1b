/**
 * `/admin/faults`: what is declared to go wrong, and what has been injected of it. `PUT` of all begins anew;
 * `/admin/faults/functions/{name}` adds to it for one function.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LambdaError } from '../control/lambda-error.ts';
import { readFaults, readFunctionFaults, toDocument, toFaultDocument } from '../faults/read-faults.ts';
import { sendJson } from './answer.ts';
import type { GatewayContext } from './gateway-context.ts';
import { readBody } from './read-body.ts';
import { toUrl } from './to-url.ts';

const path = '/admin/faults';
const functionPrefix = `${path}/functions/`;
const maxBytes = 1024 * 1024;

export function isFaultPath(url: string): boolean {
  return url === path || url.startsWith(`${path}/`) || url.startsWith(`${path}?`);
}

/** @throws LambdaError */
export async function serveFaults(
  request: IncomingMessage,
  response: ServerResponse,
  context: GatewayContext,
): Promise<void> {
  const url = toUrl(request.url);
  if (url.pathname === path) return await serveAll(request, response, context);
  if (url.pathname === `${path}/injected`) return serveInjected(request, url, response, context);
  if (url.pathname.startsWith(functionPrefix)) return await serveOne(request, url, response, context);
  request.resume();
  throw new LambdaError('UnknownOperationException', `no such path: ${request.method} ${url.pathname}`);
}

async function serveAll(
  request: IncomingMessage,
  response: ServerResponse,
  { injector, log }: GatewayContext,
): Promise<void> {
  switch (request.method ?? '') {
    case 'GET':
      return sendJson(response, 200, toFaultDocument(injector.declared()));
    case 'PUT':
      injector.declare(read(readFaults, await readJson(request)));
      log('faults declared');
      return sendJson(response, 200, toFaultDocument(injector.declared()));
    case 'DELETE':
      injector.declare(undefined);
      log('faults withdrawn');
      response.writeHead(204).end();
      return;
    default:
      return refuseMethod(request, 'GET, PUT or DELETE');
  }
}

async function serveOne(
  request: IncomingMessage,
  url: URL,
  response: ServerResponse,
  { injector, log }: GatewayContext,
): Promise<void> {
  const name = url.pathname.slice(functionPrefix.length);
  switch (request.method ?? '') {
    case 'GET':
      return sendJson(response, 200, (injector.declared().functions.get(name) ?? []).map(toDocument));
    case 'PUT': {
      const rules = read(readFunctionFaults, await readJson(request));
      injector.declareFor(name, { rules, stream: url.searchParams.get('stream') ?? undefined });
      log(`faults of ${name} declared`);
      return sendJson(response, 200, rules.map(toDocument));
    }
    case 'DELETE':
      injector.declareFor(name, undefined);
      log(`faults of ${name} withdrawn`);
      response.writeHead(204).end();
      return;
    default:
      return refuseMethod(request, 'GET, PUT or DELETE');
  }
}

function serveInjected(
  request: IncomingMessage,
  url: URL,
  response: ServerResponse,
  { injector: { injected } }: GatewayContext,
): void {
  if (request.method !== 'GET') return refuseMethod(request, 'GET');
  const functionName = url.searchParams.get('function') ?? undefined;
  sendJson(response, 200, { counts: injected.counts(), injected: injected.list(functionName) });
}

function read<Value>(reader: (document: unknown) => Value, document: unknown): Value {
  try {
    return reader(document);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'FAULTS_INVALID') throw error;
    throw new LambdaError('InvalidParameterValueException', (error as Error).message);
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request, maxBytes);
  if (body === 'tooLarge') {
    throw new LambdaError('RequestTooLargeException', `a declaration may have ${maxBytes} bytes`);
  }
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new LambdaError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
    );
  }
}

function refuseMethod(request: IncomingMessage, methods: string): never {
  request.resume();
  throw new LambdaError('InvalidParameterValueException', `${request.method} ${request.url}: use ${methods}`);
}
