/** `/admin/instances`: every instance, and the death of one: `DELETE /admin/instances/{id}` kills it, busy or not. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LambdaError } from '../control/lambda-error.ts';
import { sendJson } from './answer.ts';
import type { GatewayContext } from './gateway-context.ts';
import { toUrl } from './to-url.ts';

const path = '/admin/instances';

export function isInstancePath(url: string): boolean {
  return url === path || url.startsWith(`${path}/`) || url.startsWith(`${path}?`);
}

/** @throws LambdaError */
export function serveInstances(
  request: IncomingMessage,
  response: ServerResponse,
  { records, log }: GatewayContext,
): void {
  const { pathname, searchParams } = toUrl(request.url);
  const { method = '' } = request;
  request.resume();
  if (method === 'GET' && pathname === path) {
    return sendJson(response, 200, { instances: records.list(searchParams.get('function') ?? undefined) });
  }
  const instance = pathname.slice(path.length + 1);
  if (method === 'DELETE' && instance !== '') {
    if (!records.kill(instance))
      throw new LambdaError('ResourceNotFoundException', `no instance ${instance}`);
    log(`instance ${instance} killed`);
    response.writeHead(204).end();
    return;
  }
  throw new LambdaError('UnknownOperationException', `no such path: ${method} ${pathname}`);
}
