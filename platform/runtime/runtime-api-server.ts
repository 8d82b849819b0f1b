/**
 * Serves one runtime, on connections that are handed over, or on those that it makes to a port: the Runtime API over
 * HTTP, or the same in frames for the runtimes of ours, which a warm invocation costs far less.
 */
import { createServer, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { createFramedRuntime, type FramedRuntime, type FramedRuntimeOptions } from './framed-runtime.ts';
import { createHttpRuntime, type OtherPaths } from './http-runtime.ts';
import { framesMark } from './invocation-frames.ts';
import type { ResponseSink } from './response-sink.ts';
import {
  createRuntimeApi,
  type RuntimeApiOptions,
  type RuntimeEvent,
  type RuntimeListener,
} from './runtime-api.ts';

export interface RuntimeApiServerOptions extends RuntimeApiOptions, FramedRuntimeOptions {
  /** Called once, when the runtime says something for the first time. */
  readonly onFirstWord?: () => void;
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

/** @param otherPaths - what else is served over HTTP. */
export function createRuntimeApiServer(
  listener: RuntimeListener,
  options: RuntimeApiServerOptions = {},
  otherPaths?: OtherPaths,
): RuntimeApiServer {
  const api = createRuntimeApi(listener, options);
  /** Of a runtime that speaks in frames. */
  let framed: FramedRuntime | undefined;
  const sockets = new Set<Duplex>();
  const servers = new Set<Server>();
  let hasSpoken = false;

  function noteFirstWord(): void {
    if (hasSpoken) return;
    hasSpoken = true;
    options.onFirstWord?.();
  }

  function attach(socket: Duplex): void {
    sockets.add(socket);
    // A runtime that is killed resets its connections: its exit is told elsewhere.
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', (first: Buffer) => {
      noteFirstWord();
      if (first[0] === framesMark) speakFrames(socket, first.subarray(1));
      else speakHttp(socket, first);
    });
  }

  function speakHttp(socket: Duplex, first: Buffer): void {
    const runtime = createHttpRuntime(socket, api, otherPaths);
    socket.on('data', (chunk: Buffer) => runtime.take(chunk));
    socket.on('close', () => runtime.end());
    runtime.take(first);
  }

  function speakFrames(socket: Duplex, first: Buffer): void {
    // There is one runtime, and it has one connection.
    if (framed !== undefined) return void socket.destroy();
    const runtime = createFramedRuntime(socket, listener, options);
    framed = runtime;
    const take = (chunk: Buffer): void => {
      try {
        runtime.take(chunk);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        // It is not ours any more.
        socket.destroy();
      }
    };
    socket.on('data', take);
    socket.on('close', () => runtime.end());
    take(first);
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
    deliver: (event, sink) => (framed ?? api).deliver(event, sink),
    close() {
      for (const server of servers) server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
