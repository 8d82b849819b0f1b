/**
 * A key-value store in memory behind HTTP, for the function `key-value`: `PUT`, `GET` and `DELETE` of /KEY. It stands
 * for the managed stores that functions keep their state in; nothing outlives it.
 */
import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface KeyValueServer {
  readonly url: string;
  close(): Promise<void>;
}

const mostValueBytes = 2 ** 20;
/** Of all values: it shall not take the machine's memory. */
const mostBytes = 2 ** 28;

/**
 * @param port - 0: any that is free.
 * @throws a system error when it cannot listen.
 */
export async function startKeyValueServer(host: string, port: number): Promise<KeyValueServer> {
  const values = new Map<string, Buffer>();
  let storedBytes = 0;

  function remove(key: string): void {
    storedBytes -= values.get(key)?.length ?? 0;
    values.delete(key);
  }

  /** @returns the status. */
  async function put(key: string, request: IncomingMessage): Promise<number> {
    const value = await readValue(request);
    if (value === undefined) return 413;
    remove(key);
    if (storedBytes + value.length > mostBytes) return 507;
    storedBytes += value.length;
    values.set(key, value);
    return 204;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: key = '/' } = request;
    const value = values.get(key);
    switch (method) {
      case 'PUT':
        response.writeHead(await put(key, request)).end();
        return;
      case 'GET':
        response.writeHead(value === undefined ? 404 : 200).end(value);
        return;
      case 'DELETE':
        remove(key);
        response.writeHead(204).end();
        return;
      default:
        response.writeHead(405, { allow: 'PUT, GET, DELETE' }).end();
    }
  }

  const server = createServer((request, response) => {
    // A caller that went away has nobody left to answer.
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(port, host);
  await once(server, 'listening');
  const { address, port: bound, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Undefined when it is too large. */
async function readValue(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= mostValueBytes) chunks.push(chunk);
  }
  return bytes <= mostValueBytes ? Buffer.concat(chunks) : undefined;
}
