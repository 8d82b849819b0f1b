/** A server on bare sockets that does exactly what a test tells it, right or wrong. */
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';

export interface ServedRequest {
  readonly socket: net.Socket;
  /** Head and body as they came. */
  readonly text: string;
  /** Of this connection, from 0. */
  readonly connection: number;
  /** On this connection, from 0. */
  readonly index: number;
}

export interface ScriptedServer {
  readonly origin: string;
  readonly sockets: readonly net.Socket[];
  /** All requests so far, head and body. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly onConnection?: (socket: net.Socket) => void;
  readonly listen?: net.ListenOptions;
  readonly tls?: tls.TlsOptions;
  /** Told without waiting for the body. */
  readonly onHead?: (socket: net.Socket) => void;
}

/** @param answer - called for every complete request. */
export async function serve(
  answer: (request: ServedRequest) => void,
  options: ServerOptions = {},
): Promise<ScriptedServer> {
  const sockets: net.Socket[] = [];
  const requests: string[] = [];
  const accept = (socket: net.Socket): void => {
    const connection = sockets.push(socket) - 1;
    let index = 0;
    let pending = '';
    // What the client does to its connection is for the client's tests to see.
    socket.on('error', () => undefined);
    options.onConnection?.(socket);
    socket.on('data', (chunk: Buffer) => {
      pending += chunk.toString('latin1');
      for (let end = endOfRequest(pending); end !== -1; end = endOfRequest(pending)) {
        const text = pending.slice(0, end);
        pending = pending.slice(end);
        requests.push(text);
        answer({ socket, text, connection, index: index++ });
      }
      if (pending.includes('\r\n\r\n')) options.onHead?.(socket);
    });
  };
  const server =
    options.tls === undefined
      ? net.createServer({ allowHalfOpen: true }, accept)
      : tls.createServer({ ...options.tls, allowHalfOpen: true }, accept);
  const raw = new Set<net.Socket>();
  // Those of handshakes that came to nothing, too.
  server.on('connection', (socket) => void raw.add(socket));
  server.on('tlsClientError', () => undefined);
  server.listen(options.listen ?? { port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  return {
    origin: originOf(server, options.tls !== undefined),
    sockets,
    requests,
    async close() {
      for (const socket of [...sockets, ...raw]) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function originOf(server: net.Server, isSecure: boolean): string {
  const address = server.address();
  if (typeof address === 'string') return `http+unix://${address}`;
  const host = address?.family === 'IPv6' ? '[::1]' : isSecure ? 'localhost' : '127.0.0.1';
  return `${isSecure ? 'https' : 'http'}://${host}:${address?.port}`;
}

/** -1 while the request is not complete. */
function endOfRequest(text: string): number {
  const head = text.indexOf('\r\n\r\n');
  if (head === -1) return -1;
  const length = Number(/^content-length: (\d+)\r$/im.exec(text.slice(0, head + 2))?.[1] ?? 0);
  return text.length < head + 4 + length ? -1 : head + 4 + length;
}

/** A well-formed answer. */
export function answerWith(body: string, ...fields: readonly string[]): string {
  const length = Buffer.byteLength(body);
  return ['HTTP/1.1 200 OK', ...fields, `Content-Length: ${length}`, '', body].join('\r\n');
}
