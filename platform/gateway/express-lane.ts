/**
 * Answers simple requests of the plain route without node:http, which costs more than everything else on the way of a
 * warm invocation. What is not simple goes to node:http, and the connection stays with it from then on.
 */
import { IncomingMessage, type Server, ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ResponseSink } from '../runtime/response-sink.ts';
import { writeMessage } from '../write-message.ts';
import type { AccessDecision, AccessHeaders } from './access.ts';
import type { GatewayContext } from './gateway-context.ts';
import { createRequestId, invokePlainly, type PlainAnswer } from './plain-invocation.ts';
import { type PlainRequest, readPlainRequest } from './plain-request.ts';
import { createPlainSink, endPlainly } from './plain-route.ts';

export interface ExpressLaneOptions {
  readonly checkAccess: (headers: AccessHeaders) => AccessDecision;
  readonly context: GatewayContext;
  readonly idleConnectionMs: number;
}

/** Puts the lane before a server, which must not have listened yet. @returns what ends all connections. */
export function openExpressLane(server: Server, options: ExpressLaneOptions): () => void {
  const sockets = new Set<Socket>();
  const [serveHttp] = server.listeners('connection') as ((this: Server, socket: Socket) => void)[];
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    attend(socket, options, (rest) => {
      serveHttp?.call(server, socket);
      if (rest.length > 0) socket.unshift(rest);
    });
  });
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}

/** @param handOver - gives the connection to node:http, with what was read and is not answered. */
function attend(
  socket: Socket,
  { checkAccess, context, idleConnectionMs }: ExpressLaneOptions,
  handOver: (rest: Buffer) => void,
): void {
  let isBusy = false;
  /** What came during an invocation. */
  let early: Buffer[] = [];

  function leave(rest: Buffer): void {
    socket.off('data', take);
    socket.off('end', end);
    socket.off('error', ignore);
    socket.setTimeout(0);
    socket.off('timeout', expire);
    handOver(rest);
  }

  function take(bytes: Buffer): void {
    if (isBusy) {
      early.push(bytes);
      // One that sends ahead waits for its answers.
      socket.pause();
      return;
    }
    const request = readPlainRequest(bytes);
    // Declared faults have their own ways with an answer.
    const isSimple = request !== undefined && !context.injector.isActive();
    if (!isSimple || !checkAccess(request.headers).isAllowed) return leave(bytes);
    isBusy = true;
    void serve(request);
  }

  async function serve(request: PlainRequest): Promise<void> {
    const requestId = createRequestId();
    const streaming = createLazyResponse(socket, requestId, context);
    const call = { ...request, method: 'POST', requestId, responseSink: streaming.sink };
    try {
      const answer = await invokePlainly(call, context);
      if (!(await streaming.end(answer))) write(socket, answer, toDate(context.clock.epochMs()));
    } catch (error) {
      context.log(`internal error: ${(error as Error).stack ?? String(error)}`);
      socket.destroy();
    }
    isBusy = false;
    goOn();
  }

  function goOn(): void {
    if (early.length === 0) return;
    const rest = Buffer.concat(early);
    early = [];
    socket.resume();
    take(rest);
  }

  function end(): void {
    if (!isBusy) socket.end();
  }

  function expire(): void {
    if (!isBusy) socket.destroy();
  }

  socket.on('data', take);
  // Half-closed: it still reads.
  socket.on('end', end);
  socket.on('error', ignore);
  socket.setTimeout(idleConnectionMs);
  socket.on('timeout', expire);
}

/** A caller that is gone is told elsewhere: by the close. */
function ignore(): void {
  // Nothing is lost with it.
}

/** An answer that is streamed is left to node:http after all: it knows chunks, trailers and backpressure. */
function createLazyResponse(
  socket: Socket,
  requestId: string,
  context: GatewayContext,
): { readonly sink: ResponseSink; end(answer: PlainAnswer): Promise<boolean> } {
  let response: ServerResponse | undefined;
  let sink: ResponseSink | undefined;
  return {
    sink: {
      begin(contentType) {
        const request = new IncomingMessage(socket);
        Object.assign(request, { httpVersionMajor: 1, httpVersionMinor: 1, method: 'POST' });
        response = new ServerResponse(request);
        response.assignSocket(socket);
        sink = createPlainSink(response, requestId, context);
        sink.begin(contentType);
      },
      write: (chunk) => sink?.write(chunk),
    },
    async end(answer) {
      const streamed = response;
      if (streamed === undefined) return false;
      const isOver = new Promise<void>((resolve) => {
        streamed.once('finish', resolve);
        streamed.once('close', resolve);
        socket.once('close', () => resolve());
      });
      endPlainly(streamed, answer);
      await isOver;
      if (!socket.destroyed) streamed.detachSocket(socket);
      return true;
    },
  };
}

let datedSecond = 0;
let date = '';

/** Of RFC 9110; the same for a second. */
function toDate(epochMs: number): string {
  const second = Math.floor(epochMs / 1000);
  if (second !== datedSecond) {
    datedSecond = second;
    date = new Date(epochMs).toUTCString();
  }
  return date;
}

function write(socket: Socket, { status, payload, headers, measurements }: PlainAnswer, dated: string): void {
  if (socket.destroyed) return;
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\ncontent-type: application/json\r\n`;
  for (const [name, value] of headers) head += `${name}: ${value}\r\n`;
  for (const [name, value] of measurements) head += `${name}: ${value}\r\n`;
  head += `date: ${dated}\r\ncontent-length: ${payload.length}\r\n\r\n`;
  writeMessage(socket, head, payload);
}
