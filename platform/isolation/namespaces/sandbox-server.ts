/**
 * The process that makes sandboxes of the kernel's namespaces, `sandbox_server.py`: starts it, gives it orders, and
 * passes on what it tells of each sandbox.
 */
import { type ChildProcess, type SendHandle, spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import type { Server, Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { removeGroups } from './remove-groups.ts';
import { nodeBootstrapPath, pythonBootstrapPath, sandboxServerPath } from '../../package-files.ts';

/** What a function reaches of the network: nothing but itself, or all that this machine does. */
export type Network = 'none' | 'host';

export interface SandboxLimits {
  readonly memoryMiB: number;
  /** Of `/tmp`. */
  readonly storageMiB: number;
}

export interface SandboxOrder extends SandboxLimits {
  readonly id: string;
  /** Folder of the function, by its name in the code folder; null for a sandbox that is given one later. */
  readonly code: string | null;
  /** Whether what V8 compiled of it is there, beside it. */
  readonly isCompiled: boolean;
  readonly network: Network;
  /** Whether a port for the Runtime API is made inside. */
  readonly wantsPort: boolean;
  /** A program that begins before its function is known; empty to wait for a `SandboxBeginning`. */
  readonly command: readonly string[];
  /** Of that program. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What goes over the connection of a sandbox first. */
export interface SandboxBeginning {
  /** As its files are named inside; empty for a function of the server's own Python. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Everything is told once, and in this order; a sandbox that failed tells its end too. */
export interface SandboxListener {
  onConnection(socket: Socket): void;
  onOutput(socket: Socket): void;
  onPort(server: Server, address: string): void;
  onRunning(pid: number): void;
  onSpecialised(): void;
  onFailed(reason: string): void;
  /** @param status - the runtime's wait status; null when it was killed with its sandbox. */
  onEnded(status: number | null, isOutOfMemory: boolean): void;
}

/** Folders of the control groups that hold the sandboxes, by controller. */
type Groups = Readonly<Record<string, string>>;

export type Readiness =
  { readonly isAble: true; readonly groups: Groups } | { readonly isAble: false; readonly reason: string };

export interface SandboxServer {
  readonly readiness: Promise<Readiness>;
  launch(order: SandboxOrder, listener: SandboxListener): void;
  /** Gives a sandbox its function. */
  specialise(id: string, code: string, isCompiled: boolean, limits: SandboxLimits): void;
  kill(id: string): void;
  isAlive(): boolean;
  /** Ends it, and every sandbox. */
  close(): Promise<void>;
}

export interface SandboxServerOptions {
  readonly python: string;
  /** Where the functions' folders are. */
  readonly codeFolder: string;
  /** A folder of this platform alone: the sandboxes' file system is mounted there, where only the server sees it. */
  readonly place: string;
  /** Names the control groups: the platform's process id and what tells it from one that had the same. */
  readonly owner: string;
}

type Message =
  | { readonly is: 'ready'; readonly groups: Groups }
  | { readonly is: 'unable'; readonly reason: string }
  | { readonly is: 'connection' | 'output' | 'specialised'; readonly id: string }
  | { readonly is: 'listener'; readonly id: string; readonly address: string }
  | { readonly is: 'running'; readonly id: string; readonly pid: number }
  | { readonly is: 'failed'; readonly id: string; readonly reason: string }
  | {
      readonly is: 'ended';
      readonly id: string;
      readonly status: number | null;
      readonly outOfMemory: boolean;
    };

export function startSandboxServer(options: SandboxServerOptions): SandboxServer {
  const listeners = new Map<string, SandboxListener>();
  let tellReadiness: (readiness: Readiness) => void = () => undefined;
  const readiness = new Promise<Readiness>((resolve) => {
    tellReadiness = resolve;
  });
  const child = spawnServer(options);
  let complaint = '';
  let isAlive = true;
  child.stderr?.on('data', (chunk: Buffer) => (complaint = `${complaint}${chunk.toString()}`.slice(-2000)));
  child.on('message', (message, handle) => obey(message as Message, handle));
  const gone = new Promise<void>((resolve) => {
    const end = (reason: string): void => {
      isAlive = false;
      tellReadiness({ isAble: false, reason: complaint.trim().split('\n').at(-1) || reason });
      for (const listener of listeners.values()) listener.onEnded(null, false);
      listeners.clear();
      resolve();
    };
    child.once('exit', (code, signal) => end(`the sandbox server ended: ${signal ?? code}`));
    child.on('error', (error) => end(error.message));
  });

  function obey(message: Message, handle: SendHandle | undefined): void {
    switch (message.is) {
      case 'ready':
        release(child);
        return tellReadiness({ isAble: true, groups: message.groups });
      case 'unable':
        return tellReadiness({ isAble: false, reason: message.reason });
      case 'connection':
        return listeners.get(message.id)?.onConnection(handle as Socket);
      case 'output':
        return listeners.get(message.id)?.onOutput(handle as Socket);
      case 'listener':
        return listeners.get(message.id)?.onPort(handle as Server, message.address);
      case 'running':
        return listeners.get(message.id)?.onRunning(message.pid);
      case 'specialised':
        return listeners.get(message.id)?.onSpecialised();
      case 'failed':
        return listeners.get(message.id)?.onFailed(message.reason);
      case 'ended':
        listeners.get(message.id)?.onEnded(message.status, message.outOfMemory);
        listeners.delete(message.id);
    }
  }

  function send(message: object): void {
    // One that is just dying does not read it: that is told by its end, and must not be an error of the platform.
    if (isAlive && child.connected) child.send(message, () => undefined);
  }

  return {
    readiness,
    launch(order, listener) {
      listeners.set(order.id, listener);
      if (!isAlive) throw new Error(`the sandbox server is gone: ${complaint}`);
      send({ do: 'launch', ...order });
    },
    specialise: (id, code, isCompiled, limits) => send({ do: 'specialise', id, code, isCompiled, ...limits }),
    kill: (id) => send({ do: 'kill', id }),
    isAlive: () => isAlive,
    async close() {
      child.ref();
      if (child.connected) child.disconnect();
      await gone;
      const state = await readiness;
      if (state.isAble) for (const folder of Object.values(state.groups)) removeGroups(folder);
    },
  };
}

/** A server that nobody closes must not keep this process alive. */
function release(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
  (child.stderr as Socket | null)?.unref();
}

function spawnServer({ python, codeFolder, place, owner }: SandboxServerOptions): ChildProcess {
  mkdirSync(place, { recursive: true });
  const nodeFolder = dirname(nodeBootstrapPath);
  const settings = {
    node: process.execPath,
    runtimeFiles: readdirSync(nodeFolder)
      .filter((name) => /^node-.*\.[cm]js$/.test(name))
      .map((name) => join(nodeFolder, name)),
    pythonBootstrap: pythonBootstrapPath,
    codeFolder,
    place,
    owner,
  };
  // Isolated from whatever the user's environment and folders say of Python; unbuffered, as its forks have to be.
  const flags = ['-I', '-B', '-u', '-X', 'utf8'];
  return spawn(python, [...flags, sandboxServerPath, JSON.stringify(settings)], {
    env: { LANG: 'en_US.UTF-8' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'json',
  });
}
