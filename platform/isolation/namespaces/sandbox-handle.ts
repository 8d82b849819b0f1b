/** One sandbox of the sandbox server, as its launcher deals with it. */
import { constants } from 'node:os';
import type { Server, Socket } from 'node:net';
import type { SandboxExit } from '../backend.ts';
import type { SandboxLimits, SandboxOrder, SandboxServer } from './sandbox-server.ts';

export interface SandboxPort {
  readonly server: Server;
  /** `host:port` inside. */
  readonly address: string;
}

export interface SandboxHandle {
  readonly id: string;
  readonly network: SandboxOrder['network'];
  /** To the runtime: first its environment goes over it, then what it asks of the Runtime API. */
  readonly connection: Promise<Socket>;
  /** Only when it was ordered. */
  readonly port: Promise<SandboxPort>;
  /** Resolves when it has ended and all of its output was read. */
  readonly exit: Promise<SandboxExit>;
  /** Of its first process; undefined until it runs, and when it has ended. */
  pid(): number | undefined;
  /** Called with what the runtime writes; what it wrote before is kept for the first who listens. */
  listen(onOutput: (chunk: Buffer) => void): void;
  /** Gives it its function; rejects when it has ended. */
  specialise(code: string, isCompiled: boolean, limits: SandboxLimits): Promise<void>;
  kill(): void;
}

export function launchSandbox(server: SandboxServer, order: SandboxOrder): SandboxHandle {
  const connection = createDeferred<Socket>();
  const port = createDeferred<SandboxPort>();
  const specialised = createDeferred<void>();
  const exit = createDeferred<SandboxExit>();
  let output: Socket | undefined;
  let onOutput: ((chunk: Buffer) => void) | undefined;
  let pid: number | undefined;
  let failure: string | undefined;

  function flow(): void {
    if (output !== undefined && onOutput !== undefined) output.on('data', onOutput);
  }

  function end(ended: SandboxExit): void {
    pid = undefined;
    const gone = new Error(failure ?? 'the sandbox has ended');
    connection.reject(gone);
    port.reject(gone);
    specialised.reject(gone);
    if (output === undefined || output.closed) return exit.resolve(ended);
    output.once('close', () => exit.resolve(ended));
    output.resume();
  }

  server.launch(order, {
    onConnection: (socket) => connection.resolve(socket),
    onOutput(socket) {
      output = socket;
      socket.on('error', () => undefined);
      flow();
    },
    onPort: (listening, address) => port.resolve({ server: listening, address }),
    onRunning: (started) => (pid = started),
    onSpecialised: () => specialised.resolve(),
    onFailed: (reason) => (failure = reason),
    onEnded: (status, isOutOfMemory) => end(toExit(status, isOutOfMemory, failure)),
  });
  return {
    id: order.id,
    network: order.network,
    connection: connection.promise,
    port: port.promise,
    exit: exit.promise,
    pid: () => pid,
    listen(listener) {
      onOutput = listener;
      flow();
    },
    specialise(code, isCompiled, limits) {
      server.specialise(order.id, code, isCompiled, limits);
      return specialised.promise;
    },
    kill: () => server.kill(order.id),
  };
}

function toExit(status: number | null, isOutOfMemory: boolean, failure: string | undefined): SandboxExit {
  if (failure !== undefined) return { kind: 'notStarted', code: 'SANDBOX_FAILED', message: failure };
  if (status === null) return { kind: 'signalled', signal: 'SIGKILL' };
  // As wait(2) gives it.
  const signal = status & 0x7f;
  if (signal === 0) return { kind: 'exited', status: (status >> 8) & 0xff };
  if (signal === constants.signals.SIGKILL && isOutOfMemory) return { kind: 'outOfMemory' };
  return { kind: 'signalled', signal: toSignalName(signal) };
}

function toSignalName(number: number): string {
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return found === undefined ? `signal ${number}` : found[0];
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: Error): void;
}

/** A rejection that nobody waits for is no error. */
function createDeferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
