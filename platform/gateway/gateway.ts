/** The HTTP server in front of everything: access, then the route. */
import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { LambdaError } from '../control/lambda-error.ts';
import type { createAccessCheck } from './access.ts';
import { serveAdmin } from './admin-routes.ts';
import { sendLambdaError } from './answer.ts';
import { asyncPrefix, serveAsyncRoute } from './async-route.ts';
import { skewDate } from '../faults/skew-date.ts';
import { isFaultPath, serveFaults } from './fault-routes.ts';
import { openExpressLane } from './express-lane.ts';
import type { GatewayContext } from './gateway-context.ts';
import { readUrlTarget, serveFunctionUrl } from './function-url-route.ts';
import { isInstancePath, serveInstances } from './instance-routes.ts';
import { isLambdaPath, serveLambdaApi } from './lambda-api.ts';
import { plainPrefix } from './plain-invocation.ts';
import { servePlainRoute } from './plain-route.ts';
import { isSqsCall, serveSqsApi } from './sqs-api.ts';
import { isTimerPath, serveTimers } from './timer-routes.ts';
import { toUrl } from './to-url.ts';

/** A client that measures cold starts waits between its invocations: its connection has to last. */
const idleConnectionMs = 15 * 60_000;

export interface Gateway {
  /** Has not listened yet. */
  readonly server: Server;
  /** Listens no more, and ends every connection. */
  close(): void;
}

export function createGateway(
  checkAccess: ReturnType<typeof createAccessCheck>,
  context: GatewayContext,
): Gateway {
  const server = createServer((request, response) => {
    skewDate(response, context.injector, context.clock);
    serve(request, response, checkAccess, context).catch((error: unknown) => {
      // Nobody is left to be answered.
      if (response.destroyed || response.headersSent) return;
      if (request.destroyed && !request.complete) return;
      sendLambdaError(response, randomUUID(), toLambdaError(error, context));
    });
  });
  server.keepAliveTimeout = idleConnectionMs;
  const endConnections = openExpressLane(server, { checkAccess, context, idleConnectionMs });
  return {
    server,
    close() {
      server.close();
      endConnections();
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  checkAccess: ReturnType<typeof createAccessCheck>,
  context: GatewayContext,
): Promise<void> {
  const { url = '' } = request;
  const urlTarget = readUrlTarget(request);
  // A URL is made for pages in browsers too: whoever knows its id may come with an origin.
  const access = checkAccess(urlTarget === undefined ? request.headers : withoutOrigin(request.headers));
  if (!access.isAllowed) {
    request.resume();
    throw new LambdaError('AccessDeniedException', `Access denied: ${access.reason}`);
  }
  if (url.startsWith(plainPrefix)) return await servePlainRoute(request, response, context);
  if (urlTarget !== undefined) return await serveFunctionUrl(request, response, urlTarget, context);
  if (url.startsWith(asyncPrefix)) return await serveAsyncRoute(request, response, context);
  if (isFaultPath(url)) return await serveFaults(request, response, context);
  if (isInstancePath(url)) return serveInstances(request, response, context);
  if (isTimerPath(url)) return await serveTimers(request, response, context);
  if (isSqsCall(request)) return await serveSqsApi(request, response, context);
  if (isLambdaPath(url)) return await serveLambdaApi(request, response, randomUUID(), context);
  if (request.method === 'GET' && (await serveAdmin(toUrl(url), request, response, context))) return;
  request.resume();
  throw new LambdaError('UnknownOperationException', `no such path: ${request.method} ${url}`);
}

function withoutOrigin({ origin, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
  return headers;
}

function toLambdaError(error: unknown, context: GatewayContext): LambdaError {
  if (error instanceof LambdaError) return error;
  const { code, message, stack } = error as NodeJS.ErrnoException;
  // The store has told the operator.
  if (code === 'DATA_NOT_WRITTEN') return new LambdaError('ServiceException', message);
  context.log(`internal error: ${stack ?? message}`);
  return new LambdaError(
    'ServiceException',
    `The platform failed: ${code === undefined ? '' : `${code}: `}${message}`,
  );
}
