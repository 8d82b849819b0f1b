/**
 * What the parts of the Node.js bootstrap give each other. They are scripts, which Node.js loads faster than modules, and
 * scripts have no types to share.
 */

import type { Socket } from 'node:net';

/** As `invocation-frames.ts` has it; the channel is the number of an invocation. */
export interface Frame {
  readonly type: number;
  readonly channel: number;
  readonly payload: Buffer;
}

/** To the platform. */
export interface Connection {
  /** @param text - sent as UTF-8. */
  send(type: number, channel: number, text: string): void;
  /** @returns whether there is room for more; else `onDrain` calls back once there is. */
  sendBytes(type: number, channel: number, bytes: Uint8Array): boolean;
  onDrain(callback: () => void): void;
  /** Whether it keeps the process alive. */
  hold(isHeld: boolean): void;
}

export interface ConnectionOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Several invocations run at once: what they send in one turn of the event loop goes together. */
  readonly isShared: boolean;
  onFrame(this: void, frame: Frame): void;
}

/** `node-connection.cts` */
export interface ConnectionPart {
  connect(this: void, options: ConnectionOptions): Connection;
  /**
   * Over a socket that is there.
   *
   * @param opening - goes before the first frame. Default: nothing.
   */
  speak(
    this: void,
    socket: Socket,
    isShared: boolean,
    onFrame: ConnectionOptions['onFrame'],
    opening?: Buffer,
  ): Connection;
}

/** `node-bootstrap.cts` */
export interface BootstrapPart {
  /** Once, when the environment is that of the function. */
  begin(this: void): void;
}

export interface RuntimeEvent {
  readonly requestId: string;
  readonly deadlineEpochMs: number;
  readonly functionArn: string;
  readonly traceId: string | undefined;
  readonly clientContext: string | undefined;
  readonly tenantId: string | undefined;
  /** JSON. */
  readonly payload: string;
}

export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

export type CreateContext = (
  event: RuntimeEvent,
  succeed: (result: unknown) => void,
  fail: (error: unknown) => void,
) => { callbackWaitsForEmptyEventLoop: boolean };

/** `node-invocation.cts` */
export interface InvocationPart {
  readEvent(this: void, frame: Buffer): RuntimeEvent;
  /** @returns what makes the second argument of a handler. */
  createContexts(this: void, env: NodeJS.ProcessEnv): CreateContext;
  toFunctionError(this: void, error: unknown): FunctionError;
  /** Either how it failed or JSON. */
  toOutcome(this: void, result: unknown): [error: FunctionError | undefined, result: string];
}

/** Called with an event, a context and a callback; one that streams has the stream before the context. */
export type Handler = (event: unknown, ...rest: unknown[]) => unknown;

/** `node-handler.cts` */
export interface HandlerPart {
  /** Rejects with an Error named as Lambda names it. */
  loadHandler(this: void, env: NodeJS.ProcessEnv): Promise<Handler>;
  toNamed(this: void, name: string, message: string, cause?: Error): Error;
}

/** Whose line of the log it is. */
export interface LogOwner {
  readonly requestId: string;
  readonly tenantId: string | undefined;
}

/** `node-log.cts` */
export interface LogPart {
  /**
   * Has `console` write as Lambda's does.
   *
   * @param jsonLog - for a log in JSON.
   * @returns what logs an error of the function.
   */
  takeConsole(
    this: void,
    env: NodeJS.ProcessEnv,
    ownerOf: () => LogOwner,
    jsonLog: typeof import('./node-json-log.mts') | undefined,
  ): (what: string, error: FunctionError) => void;
}

/** `node-compile-cache.cts` */
export interface CompileCachePart {
  useCompileCache(this: void, path: string | undefined): void;
  toCompileCache(this: void): Buffer;
}
