/** Serves a feed: as server-sent events to those who accept them, else as JSON lines; what is remembered, then what comes. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FeedReader, Numbered } from '../observe/feed.ts';

/** A reader that is so far behind does not read: the platform does not remember for it. */
const mostUnsentBytes = 4 * 2 ** 20;

interface Told {
  readonly function: string;
}

/**
 * Query: `function` narrows, `since` (or the header `Last-Event-ID`) is the last sequence number that the reader has,
 * `follow` keeps JSON lines coming; server-sent events always do.
 */
export function serveFeed<Item extends Told>(
  feed: FeedReader<Item>,
  request: IncomingMessage,
  query: URLSearchParams,
  response: ServerResponse,
): void {
  const isEventStream = (request.headers.accept ?? '').includes('text/event-stream');
  const toText = isEventStream ? toServerSentEvent : toJsonLine;
  const name = query.get('function');
  const isWanted = ({ item }: Numbered<Item>): boolean => name === null || item.function === name;
  response.writeHead(200, {
    'content-type': isEventStream ? 'text/event-stream' : 'application/x-ndjson',
    'cache-control': 'no-store',
  });
  const after = Number(query.get('since') ?? request.headers['last-event-id'] ?? 0);
  response.write(
    feed
      .since(Number.isNaN(after) ? 0 : after)
      .filter(isWanted)
      .map(toText)
      .join(''),
  );
  if (!isEventStream && !query.has('follow')) return void response.end();

  const stop = feed.subscribe((entry) => {
    if (!isWanted(entry)) return;
    response.write(toText(entry));
    if (response.writableLength > mostUnsentBytes) response.destroy();
  });
  response.once('close', stop);
}

function toServerSentEvent({ sequence, item }: Numbered<unknown>): string {
  return `id: ${sequence}\ndata: ${JSON.stringify(item)}\n\n`;
}

function toJsonLine({ sequence, item }: Numbered<object>): string {
  return `${JSON.stringify({ sequence, ...item })}\n`;
}
