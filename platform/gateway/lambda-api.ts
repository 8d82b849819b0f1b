/** `/{date}/…`: the Lambda API, each path by its date and template as in the service model. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LambdaError } from '../control/lambda-error.ts';
import { accountOperations } from './account-operations.ts';
import { aliasOperations } from './alias-operations.ts';
import { concurrencyOperations } from './concurrency-operations.ts';
import { eventInvokeOperations } from './event-invoke-operations.ts';
import { eventSourceOperations } from './event-source-operations.ts';
import { functionOperations } from './function-operations.ts';
import { functionUrlOperations } from './function-url-operations.ts';
import type { GatewayContext } from './gateway-context.ts';
import { serveInvoke, serveInvokeAsync } from './invoke-route.ts';
import { serveInvokeStream } from './invoke-stream-route.ts';
import { provisionedOperations } from './provisioned-operations.ts';
import { tagOperations } from './tag-operations.ts';
import { toUrl } from './to-url.ts';
import { versionOperations } from './version-operations.ts';

const routes = Object.entries({
  // First, because it is what load consists of.
  'POST /2015-03-31/functions/{name}/invocations': serveInvoke,
  'POST /2014-11-13/functions/{name}/invoke-async': serveInvokeAsync,
  'POST /2021-11-15/functions/{name}/response-streaming-invocations': serveInvokeStream,
  ...functionOperations,
  ...versionOperations,
  ...aliasOperations,
  ...concurrencyOperations,
  ...provisionedOperations,
  ...eventInvokeOperations,
  ...functionUrlOperations,
  ...eventSourceOperations,
  ...accountOperations,
  ...tagOperations,
}).map(([path, serve]) => ({ segments: path.split(/ ?\//), serve }));

export function isLambdaPath(path: string): boolean {
  return /^\/\d{4}-\d\d-\d\d\//.test(path);
}

/** @throws LambdaError */
export async function serveLambdaApi(
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  context: GatewayContext,
): Promise<void> {
  const url = toUrl(request.url);
  const path = url.pathname.replace(/\/$/, '');
  const segments = [request.method ?? '', ...path.split('/').slice(1)];
  for (const route of routes) {
    const parameters = match(route.segments, segments);
    if (parameters === undefined) continue;
    const { searchParams: query } = url;
    return await route.serve({ request, response, requestId, query, parameters, context });
  }
  request.resume();
  throw new LambdaError('UnknownOperationException', `no such operation: ${request.method} ${url.pathname}`);
}

function match(
  template: readonly string[],
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (template.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const expected = template[index] ?? '';
    if (expected.startsWith('{')) parameters[expected.slice(1, -1)] = decode(segment);
    else if (expected !== segment) return undefined;
  }
  return parameters;
}

/** What is wrongly encoded is no name, and stays as it came for the refusal. */
function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
