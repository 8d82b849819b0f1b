/** The lives of one platform: killed and started again on the same data, and watched for ending by itself. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { packageRoot } from '../../harness/contract/package-root.ts';
import type { PlatformOptions } from '../../platform/start-platform.ts';
import { sleep } from './sleep.ts';

export interface Lives {
  /** Undefined between two lives. */
  endpoint(): string | undefined;
  pid(): number | undefined;
  /** Of all of them. */
  readonly pids: number[];
  /** Why one ended that nobody had ended: there should be none. */
  readonly deaths: string[];
  /** Collects the garbage of the platform. @returns MiB that it still refers to; undefined when it has ended meanwhile. */
  collectGarbage(): Promise<number | undefined>;
  /** Until there is one; what cannot start now, for want of room, is tried again. */
  start(): Promise<void>;
  kill(): Promise<void>;
  /** @returns its exit code, or the name of the signal. */
  stop(): Promise<number | string>;
}

interface Greeting {
  readonly endpoint?: string;
  readonly error?: { readonly message: string };
}

const entry = join(packageRoot, 'dist', 'platform', 'serve.js');
const reporter = join(packageRoot, 'dist', 'test', 'chaos', 'memory-reporter.js');
const startTries = 20;

/** @param logHandle - where what they say goes. */
export function createLives(options: PlatformOptions, temporary: string, logHandle: number): Lives {
  const pids: number[] = [];
  const deaths: string[] = [];
  let child: ChildProcess | undefined;
  let endpoint: string | undefined;
  let isEnding = false;

  async function tryStart(): Promise<Greeting> {
    const args = ['--expose-gc', '--import', reporter, entry, JSON.stringify(options)];
    const started: ChildProcess = spawn(process.execPath, args, {
      env: { PATH: process.env['PATH'], TMPDIR: temporary },
      stdio: ['pipe', 'pipe', logHandle, 'ipc'],
    });
    if (started.pid !== undefined) pids.push(started.pid);
    const greeting = await readGreeting(started);
    if (greeting.endpoint === undefined) return greeting;
    child = started;
    isEnding = false;
    started.once('exit', (code, signal) => {
      endpoint = undefined;
      if (!isEnding) deaths.push(`the platform ended by itself: ${signal ?? `exit code ${code}`}`);
    });
    return greeting;
  }

  async function start(tries = startTries): Promise<void> {
    const greeting = await tryStart();
    endpoint = greeting.endpoint;
    if (endpoint !== undefined) return;
    if (tries === 1) throw new Error(`the platform does not start: ${greeting.error?.message ?? 'it ended'}`);
    await sleep(500);
    return await start(tries - 1);
  }

  async function end(signal: NodeJS.Signals): Promise<number | string> {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return 'gone';
    isEnding = true;
    endpoint = undefined;
    const exited = once(child, 'exit');
    child.kill(signal);
    const [code, by] = (await exited) as [number | null, string | null];
    return code ?? by ?? 'gone';
  }

  return {
    endpoint: () => endpoint,
    pid: () => (endpoint === undefined ? undefined : child?.pid),
    async collectGarbage() {
      if (child?.connected !== true) return undefined;
      const waiting = new AbortController();
      const { signal } = waiting;
      try {
        const answered = once(child, 'message', { signal });
        const gone = once(child, 'disconnect', { signal }).then(() => [undefined]);
        child.send('collect', () => undefined);
        const [liveMiB] = (await Promise.race([answered, gone])) as [number | undefined];
        return liveMiB;
      } finally {
        waiting.abort();
      }
    },
    pids,
    deaths,
    start: () => start(),
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
  };
}

async function readGreeting(started: ChildProcess): Promise<Greeting> {
  if (started.stdout === null) return {};
  const lines = createInterface({ input: started.stdout });
  const ended = once(started, 'exit').then(() => ['{}']);
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  return JSON.parse(line) as Greeting;
}
