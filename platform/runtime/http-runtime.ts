/** A connection of a runtime, or of an extension, that speaks HTTP. */
import type { Duplex } from 'node:stream';
import { writeMessage } from '../write-message.ts';
import {
  createRequestParser,
  HttpSyntaxError,
  type RequestHead,
  type RuntimeRequest,
} from './http-request-parser.ts';
import { maxResponseBytes, type RuntimeApi } from './runtime-api.ts';
import type { Reply, RuntimeReply } from './runtime-reply.ts';

/** Takes requests for paths that are not of the Runtime API. */
export interface OtherPaths {
  /** @returns false for a path that is not its either. */
  handle(request: RuntimeRequest, reply: Reply): boolean;
  /** The connection of a request that waits for its reply is gone. */
  forget(reply: Reply): void;
}

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  202: 'Accepted',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Payload Too Large',
};

export interface HttpRuntime {
  /** Takes what comes over the connection. */
  take(chunk: Buffer): void;
  /** The connection has ended. */
  end(): void;
}

export function createHttpRuntime(
  socket: Duplex,
  api: RuntimeApi,
  otherPaths: OtherPaths | undefined,
): HttpRuntime {
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
      if (otherPaths?.handle(request, write) !== true) api.handle(request, write);
    },
    onExpectContinue: () => socket.write('HTTP/1.1 100 Continue\r\n\r\n'),
  });
  return {
    take(chunk) {
      try {
        parser.push(chunk);
      } catch (error) {
        if (!(error instanceof HttpSyntaxError)) throw error;
        writeReply(socket, toBadRequest(error.message));
        socket.end();
      }
    },
    end() {
      api.forget(write);
      otherPaths?.forget(write);
      if (streaming !== undefined) api.truncate(streaming);
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
