/** Serves the page on loopback, and sends it every view as a server-sent event. */
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { renderLivePage } from './page.ts';
import type { PageView } from './view-model/page-view.ts';
import type { Progress } from './view-model/progress.ts';

export interface LiveServer {
  readonly url: string;
  /** Sends it to every page that is open, and to those that are opened later. */
  publish(view: PageView): void;
  /** Sends how far the run is, to be shown in the view that was published last. */
  tell(progress: Progress): void;
  /** Lets the open pages have what was published. */
  close(): Promise<void>;
}

/**
 * @param port - 0: any that is free.
 * @throws FaasmarkError `PAGE_NOT_BUILT`; the system's error when the port is taken.
 */
export async function startLiveServer(port: number): Promise<LiveServer> {
  const page = renderLivePage();
  const streams = new Set<ServerResponse>();
  const late = new WeakSet<ServerResponse>();
  let latest: string | undefined;

  /** Who reads slower than views are made gets the latest as soon as the one before is through. */
  const send = (stream: ServerResponse): void => {
    if (latest === undefined) return;
    if (!stream.writableNeedDrain) {
      late.delete(stream);
      stream.write(latest);
    } else if (!late.has(stream)) {
      late.add(stream);
      stream.once('drain', () => send(stream));
    }
  };

  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    if (!isOwnHost(request)) return refuse(response, 403, 'This page is served to its own address only.');
    if (request.method !== 'GET') return refuse(response, 405, 'Only GET.');
    switch (request.url ?? '') {
      case '/':
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
        response.end(page);
        return;
      case '/events':
        response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
        response.flushHeaders();
        streams.add(response);
        response.once('close', () => streams.delete(response));
        send(response);
        return;
      default:
        refuse(response, 404, 'There is / and /events.');
    }
  };

  const server = createServer(serve);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    publish(view) {
      // A view is whole: a page that came back needs none of those before.
      latest = toEvent('view', view);
      for (const stream of streams) send(stream);
    },
    tell(progress) {
      for (const stream of streams) {
        // The next view will say it.
        if (!stream.writableNeedDrain) stream.write(toEvent('progress', progress));
      }
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const stream of streams) stream.end(late.has(stream) ? latest : undefined);
      server.closeIdleConnections();
      await closed;
    },
  };
}

function toEvent(name: 'view' | 'progress', data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** A page from elsewhere that has its own name point here must not read a run. */
function isOwnHost({ headers: { host = '' } }: IncomingMessage): boolean {
  return /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(host);
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
