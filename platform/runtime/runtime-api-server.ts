/** Serves the Runtime API to one runtime: on connections that are handed over, or on those that it makes to a port. */
import { createServer, type Server } from 'node:net';
import { writeMessage } from '../write-message.ts';
import type { Duplex } from 'node:stream';
import {
  createRequestParser,
  HttpSyntaxError,
  type RequestHead,
  type RuntimeRequest,
} from './http-request-parser.ts';
import type { ResponseSink } from './response-sink.ts';
import {
  createRuntimeApi,
  maxResponseBytes,
  type RuntimeApiOptions,
  type RuntimeEvent,
  type RuntimeListener,
} from './runtime-api.ts';
import type { Reply, RuntimeReply } from './runtime-reply.ts';

/** Takes requests for paths that are not of the Runtime API. */
export interface OtherPaths {
  /** @returns false for a path that is not its either. */
  handle(request: RuntimeRequest, reply: Reply): boolean;
  /** The connection of a request that waits for its reply is gone. */
  forget(reply: Reply): void;
}

export interface RuntimeApiServerOptions extends RuntimeApiOptions {
  /** Called once, when the runtime says something for the first time. */
  readonly onFirstWord?: () => void;
  /** Called with what V8 compiled of the function, which the Node.js bootstrap sends unasked. */
  readonly onCompileCache?: (data: Buffer) => void;
}

export interface RuntimeApiServer {
  /** Takes a connection of the runtime. */
  attach(socket: Duplex): void;
  /** Takes every connection that comes to a server which listens already, and ends with it. */
  serve(server: Server): void;
  /**
   * Listens at a loopback port of its own.
   *
   * @returns `host:port`, for `AWS_LAMBDA_RUNTIME_API`.
   * @throws a system error, such as `EMFILE`, when no port can be had.
   */
  listen(): Promise<string>;
  deliver(event: RuntimeEvent, sink?: ResponseSink): void;
  close(): void;
}

const compileCachePath = '/faasmark/compile-cache';

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  202: 'Accepted',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Payload Too Large',
};

export function createRuntimeApiServer(
  listener: RuntimeListener,
  options: RuntimeApiServerOptions = {},
  otherPaths?: OtherPaths,
): RuntimeApiServer {
  const api = createRuntimeApi(listener, options);
  const sockets = new Set<Duplex>();
  const servers = new Set<Server>();
  let hasSpoken = false;

  function noteFirstWord(): void {
    if (hasSpoken) return;
    hasSpoken = true;
    options.onFirstWord?.();
  }

  /** Gets no reply: it would come out of turn, after the question for the next event. */
  function takeCompileCache({ body }: RuntimeRequest): void {
    if (body !== 'tooLarge') options.onCompileCache?.(body);
  }

  function attach(socket: Duplex): void {
    sockets.add(socket);
    const hold = createHold(socket);
    let isLast = false;
    /** Of the response that comes in as a stream. */
    let streaming: RequestHead | undefined;
    const write = (reply: RuntimeReply): void => {
      writeReply(socket, reply);
      if (isLast) socket.end();
    };
    const parser = createRequestParser({
      maxBodyBytes: maxResponseBytes,
      openBody(head) {
        const stream = api.openBody(head);
        if (stream === undefined) return undefined;
        streaming = head;
        return (part) => hold(stream.take(part));
      },
      onRequest(request) {
        streaming = undefined;
        isLast = request.headers.get('connection')?.toLowerCase() === 'close';
        if (request.path === compileCachePath) return takeCompileCache(request);
        if (otherPaths?.handle(request, write) !== true) api.handle(request, write);
      },
      onExpectContinue: () => socket.write('HTTP/1.1 100 Continue\r\n\r\n'),
    });
    socket.once('data', noteFirstWord);
    socket.on('data', (chunk) => {
      try {
        parser.push(chunk);
      } catch (error) {
        if (!(error instanceof HttpSyntaxError)) throw error;
        writeReply(socket, toBadRequest(error.message));
        socket.end();
      }
    });
    // A runtime that is killed resets its connections: its exit is told elsewhere.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      api.forget(write);
      otherPaths?.forget(write);
      if (streaming !== undefined) api.truncate(streaming);
    });
  }

  function serve(server: Server): void {
    servers.add(server);
    server.on('connection', attach);
  }

  return {
    attach,
    serve,
    async listen() {
      const server = createServer({ noDelay: true });
      serve(server);
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', resolve);
      });
      const bound = server.address();
      return `127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
    },
    deliver: (event, sink) => api.deliver(event, sink),
    close() {
      for (const server of servers) server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Reads no more of a connection until all that it is made to wait for has come. */
function createHold(socket: Duplex): (wait: Promise<void> | undefined) => void {
  let waits = 0;
  const pauseFor = async (wait: Promise<void>): Promise<void> => {
    if (waits++ === 0) socket.pause();
    await wait;
    if (--waits === 0) socket.resume();
  };
  return (wait) => {
    if (wait !== undefined) void pauseFor(wait);
  };
}

function writeReply(socket: Duplex, { status, headers, body }: RuntimeReply): void {
  let head = `HTTP/1.1 ${status} ${reasons[status] ?? ''}\r\n`;
  for (const [name, value] of headers) head += `${name}: ${value}\r\n`;
  head += `Content-Length: ${body.length}\r\n\r\n`;
  writeMessage(socket, head, body);
}

function toBadRequest(message: string): RuntimeReply {
  const body = Buffer.from(JSON.stringify({ errorMessage: message, errorType: 'InvalidRequest' }));
  return { status: 400, headers: [['Content-Type', 'application/json']], body };
}
