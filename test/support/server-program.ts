/** A real server on private ports and in a temporary folder: started, killed, started again, ended by its process id. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../harness/contract/package-root.ts';
import { eventually } from './eventually.ts';

export interface ServerProgram {
  readonly url: string;
  /** SIGKILL: nothing is flushed, nobody is told. */
  kill(): Promise<void>;
  /** On the same ports and folder. Resolves when it answers. */
  start(): Promise<void>;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
}

export interface ServerProgramOptions {
  readonly program: string;
  readonly ports: number;
  /** Written before the first start; gives the arguments. */
  readonly prepare: (folder: string, ports: readonly number[]) => Promise<readonly string[]>;
  /** What answers with 2xx when it is up. */
  readonly readyPath: string;
  /** What is run instead of it: the same on one core, say. It has to become the program, not its parent. */
  readonly wrap?: ((command: Command) => Command) | undefined;
}

interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** Built by `prepare.sh`. */
export function findPrepared(name: string): {
  readonly program: string;
  readonly missing: string | undefined;
} {
  const folder = join(packageRoot, '.cache', 'runtime-clients', name);
  const missing = existsSync(join(folder, '.stamp'))
    ? undefined
    : `${name} is not prepared: run test/support/prepare.sh`;
  return { program: join(folder, name), missing };
}

/** Already started. */
export async function startServerProgram(options: ServerProgramOptions): Promise<ServerProgram> {
  const { program, readyPath } = options;
  const folder = await mkdtemp(join(tmpdir(), 'faasmark-server-'));
  const ports = await findFreePorts(options.ports);
  const plain = { file: program, args: await options.prepare(folder, ports) };
  const command = options.wrap?.(plain) ?? plain;
  const url = `http://127.0.0.1:${ports[0]}`;
  let child: ChildProcess | undefined;

  const server: ServerProgram = {
    url,
    async kill() {
      const running = child;
      child = undefined;
      if (running === undefined || running.exitCode !== null) return;
      const ended = once(running, 'exit');
      running.kill('SIGKILL');
      await ended;
    },
    async start() {
      child = spawn(command.file, command.args, { stdio: 'ignore', cwd: folder });
      const isUp = await eventually(
        () =>
          fetch(`${url}${readyPath}`).then(
            (answer) => answer.ok,
            () => false,
          ),
        (up) => up,
      );
      if (!isUp) throw new Error(`${program} does not answer at ${url}`);
    },
    async remove() {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

async function findFreePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ports.push((server.address() as AddressInfo).port);
  }
  for (const server of servers) server.close();
  return ports;
}
