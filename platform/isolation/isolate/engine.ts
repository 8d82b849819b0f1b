/**
 * One workerd process and the isolates in it. All of them share one thread and, beyond its own heap, one address
 * space: an isolate that never comes back, or takes too much memory, ends with the process, and the others lose
 * theirs.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Clock } from '../../clock.ts';
import { findDeathSignalWrapper } from '../death-signal.ts';
import { killGroup } from '../end-processes.ts';
import { readResidentKib } from '../process-memory.ts';
import type { CallReply } from './calls.ts';
import { toEngineConfig } from './engine-config.ts';
import { readIsolateModules, readOwn } from './isolate-modules.ts';
import { type LineConnection, openLineConnection } from './line-connection.ts';

/** Why an isolate is gone without having been closed. */
export type IsolateLoss =
  /** It was the last to run when the engine ran out of memory. */
  | 'outOfMemory'
  /** It was the last to run when the engine failed or was ended. */
  | 'guilty'
  /** Another isolate took the engine down. */
  | 'innocent';

export interface IsolateListener {
  onReply(id: string, reply: CallReply): void;
  onLog(text: string): void;
  onLost(loss: IsolateLoss): void;
}

export interface LoadedIsolate {
  /** Known to the platform and to this isolate only: what it logs carries it. */
  readonly token: string;
  readonly memoryMiB: number;
  call(id: string, text: string): void;
  /** Ends the isolate, and the engine with it when that does not come back from it. */
  close(): Promise<void>;
}

export interface LoadOptions {
  /** For workerd's loader. */
  readonly code: string;
  readonly memoryMiB: number;
}

export interface Engine {
  readonly heapMiB: number;
  /** Rejects with one sentence when it cannot start. */
  readonly ready: Promise<void>;
  readonly isolates: () => number;
  /** Whether it has been found busy with something that does not end. */
  isBlocked(): boolean;
  isAlive(): boolean;
  load(options: LoadOptions, listener: IsolateListener): Promise<LoadedIsolate>;
  close(): Promise<void>;
}

export interface EngineOptions {
  readonly program: string;
  /** Made for this engine, and removed with it. */
  readonly folder: string;
  readonly heapMiB: number;
  readonly clock: Clock;
}

/** How often an engine with isolates is asked whether it is there. */
const pingIntervalMs = 250;
/** How long an engine has to answer once an isolate was to end, until it is killed. */
const graceMs = 500;
/** What workerd holds beside its isolates' heaps: 50 to 60 MiB when it starts, and as much again in use. */
const ownMemoryMiB = 128;
const startLimitMs = 20_000;

interface Entry extends LoadedIsolate {
  readonly connection: LineConnection;
  readonly listener: IsolateListener;
}

export function startEngine(options: EngineOptions): Engine {
  const { clock, folder, heapMiB } = options;
  const socketPath = join(folder, 'calls');
  const secret = randomBytes(16).toString('hex');
  const entries = new Map<string, Entry>();
  let child: ChildProcess | undefined;
  let lastToRun: string | undefined;
  let isOutOfMemory = false;
  let isGone = false;
  let alive: LineConnection | undefined;
  let pingSentAtMs: number | undefined;
  let isWatching = false;
  const pongs: (() => void)[] = [];
  const { promise: gone, resolve: tellGone } = toDeferred();

  async function start(): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const configPath = join(folder, 'config.capnp');
    const hostCode = readOwn('engine-host.js');
    const config = toEngineConfig({ socketPath, hostCode, modules: readIsolateModules(), secret, heapMiB });
    writeFileSync(configPath, config, { mode: 0o600 });
    const [program, ...args] = [
      ...findDeathSignalWrapper(),
      options.program,
      'serve',
      configPath,
      '--experimental',
      '--control-fd=3',
    ];
    // A process group of its own; the folder's name marks what has to be gone with the platform.
    child = spawn(program, args, {
      env: { TMPDIR: `${folder}/` },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    // Not before everything that it wrote has been read.
    child.once('close', end);
    child.once('error', end);
    read(child.stdout, readOutput);
    read(child.stderr, readComplaint);
    await listening(child);
    // Functions of other levels may read this folder: the secret must not stay in it.
    rmSync(configPath);
    alive = openLineConnection(socketPath, JSON.stringify({ secret }), {
      onLine() {
        pingSentAtMs = undefined;
        for (const tell of pongs.splice(0)) tell();
      },
      onClose: () => undefined,
    });
  }

  async function listening(started: ChildProcess): Promise<void> {
    const { promise, resolve } = toDeferred();
    read(started.stdio[3] as Readable, resolve);
    const timer = clock.after(startLimitMs, kill);
    await Promise.race([promise, gone]);
    timer.cancel();
    if (isGone) throw new Error(`workerd did not start: ${complaint || 'it says nothing'}`);
  }

  /** `token >`: an isolate has the thread now; `token "text"`: it logs. What else is written is nobody's. */
  function readOutput(line: string): void {
    const space = line.indexOf(' ');
    const token = line.slice(0, space);
    const entry = entries.get(token);
    if (entry === undefined) return;
    const text = line.slice(space + 1);
    if (text === '>') lastToRun = token;
    else entry.listener.onLog(JSON.parse(text) as string);
  }

  let complaint = '';
  function readComplaint(line: string): void {
    if (line.includes('heap out of memory')) isOutOfMemory = true;
    complaint = line;
  }

  function end(): void {
    if (isGone) return;
    isGone = true;
    if (child?.pid !== undefined) killGroup(child.pid);
    for (const [token, { listener }] of entries) listener.onLost(toLoss(token));
    entries.clear();
    alive?.close();
    for (const tell of pongs.splice(0)) tell();
    void rm(folder, { recursive: true, force: true }).then(tellGone, tellGone);
  }

  function toLoss(token: string): IsolateLoss {
    if (token !== lastToRun) return 'innocent';
    return isOutOfMemory ? 'outOfMemory' : 'guilty';
  }

  function kill(): void {
    if (child?.pid !== undefined) killGroup(child.pid);
  }

  /** Resolves to whether it answers in time. */
  async function answers(): Promise<boolean> {
    const { promise, resolve } = toDeferred();
    let isInTime = false;
    pongs.push(() => {
      isInTime = true;
      resolve();
    });
    const timer = clock.after(graceMs, resolve);
    ping();
    await promise;
    timer.cancel();
    return isInTime;
  }

  function ping(): void {
    pingSentAtMs ??= clock.now();
    alive?.send('ping', 'ping');
  }

  function watch(): void {
    if (isWatching || isGone) return;
    isWatching = true;
    clock.after(pingIntervalMs, () => {
      isWatching = false;
      if (entries.size === 0 || isGone) return;
      if (pingSentAtMs === undefined) ping();
      lookAtMemory();
      watch();
    });
  }

  /** Memory outside the heap, such as buffers, has no limit of V8. */
  function lookAtMemory(): void {
    const residentKib = (child?.pid === undefined ? undefined : readResidentKib(child.pid)) ?? 0;
    const granted = [...entries.values()].reduce((sum, { memoryMiB }) => sum + memoryMiB, ownMemoryMiB);
    if (residentKib / 1024 <= granted) return;
    isOutOfMemory = true;
    kill();
  }

  async function load({ code, memoryMiB }: LoadOptions, listener: IsolateListener): Promise<LoadedIsolate> {
    await ready;
    const token = randomBytes(12).toString('hex');
    const connection = openLineConnection(socketPath, `{"secret":"${secret}","code":${code}}`, {
      onLine: (id, text) => listener.onReply(id, JSON.parse(text) as CallReply),
      onClose() {
        // Mostly the whole engine is gone, which is told with its cause when it has been read.
        clock.after(graceMs, () => {
          if (entries.delete(token)) listener.onLost('guilty');
        });
      },
    });
    const entry: Entry = {
      token,
      memoryMiB,
      connection,
      listener,
      call: (id, text) => connection.send(id, text),
      async close() {
        if (!entries.delete(token)) return;
        connection.close();
        const wasLastToRun = lastToRun === token;
        if (isGone || (!wasLastToRun && !isBlocked()) || (await answers())) return;
        // Who still works there keeps its time; the last one to have run, or the last one at all, does not.
        if (wasLastToRun || entries.size === 0) {
          kill();
          await gone;
        }
      },
    };
    entries.set(token, entry);
    watch();
    return entry;
  }

  function isBlocked(): boolean {
    return pingSentAtMs !== undefined && clock.now() - pingSentAtMs > pingIntervalMs;
  }

  const ready = start();
  ready.catch(end);
  return {
    heapMiB,
    ready,
    isolates: () => entries.size,
    isBlocked,
    isAlive: () => !isGone,
    load,
    async close() {
      await ready.catch(() => undefined);
      kill();
      await gone;
    },
  };
}

function read(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', onLine);
}

function toDeferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
