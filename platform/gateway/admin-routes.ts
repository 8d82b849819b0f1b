/** `/admin/…` and `/metrics`: what the platform tells about itself. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { packageVersion } from '../package-files.ts';
import { describeRuntime } from '../runtime/describe-runtime.ts';
import { runtimeIds } from '../runtime/runtimes.ts';
import { send, sendJson } from './answer.ts';
import { serveFeed } from './feed-route.ts';
import { listFunctions } from './list-functions.ts';
import type { GatewayContext } from './gateway-context.ts';
import { toMetricsPage } from './metrics-page.ts';

/** @returns false when there is no such page. */
export async function serveAdmin(
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  context: GatewayContext,
): Promise<boolean> {
  switch (url.pathname) {
    case '/admin/health':
      sendJson(response, 200, {
        version: packageVersion,
        profile: context.profile.name,
        timeScale: context.timeScale,
      });
      return true;
    case '/admin/machine':
      sendJson(response, 200, await examineMachine(context));
      return true;
    case '/admin/events': {
      const name = url.searchParams.get('function') ?? undefined;
      sendJson(response, 200, { events: context.events.log.list(name) });
      return true;
    }
    case '/admin/functions':
      sendJson(response, 200, { functions: listFunctions(context) });
      return true;
    case '/admin/timeline':
      serveFeed(context.timeline, request, url.searchParams, response);
      return true;
    case '/admin/logs':
      serveFeed(context.logs.feed, request, url.searchParams, response);
      return true;
    case '/metrics':
      send(response, 200, Buffer.from(toMetricsPage(context)), {
        'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      });
      return true;
    default:
      return false;
  }
}

/** Tries everything out, the first time: that takes seconds, and is for those who want to know. */
async function examineMachine({ backends, runtimes }: GatewayContext): Promise<unknown> {
  const levels = await backends.probe();
  return {
    isolation: levels.map(({ level, availability }) =>
      availability.isAvailable
        ? { level, available: true, madeOf: availability.madeOf }
        : { level, available: false, reason: availability.reason },
    ),
    runtimes: runtimeIds.map((runtime) => {
      const reason = runtimes.whyMissing(runtime);
      return reason === undefined
        ? { runtime, available: true, runBy: describeRuntime(runtime, runtimes) }
        : { runtime, available: false, reason };
    }),
  };
}
