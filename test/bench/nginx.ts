/** An nginx of its own, that answers everything with a small fixed body. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Pinning } from './pinning.ts';
import { type Scope, endGroup } from './scope.ts';
import type { Target } from './target.ts';

const startLimitMs = 5000;
const pollMs = 20;

/** One worker on one core; ends with its standard input too, should this process be killed. */
const untilStdinEnds = '"$@" & pid=$!; read -r _; kill "$pid"; wait "$pid"';

export async function startNginx(program: string, pinning: Pinning, scope: Scope): Promise<Target> {
  const port = await findFreePort();
  const folder = join(scope.folder, 'nginx');
  const configuration = join(folder, 'nginx.conf');
  await mkdir(folder);
  await writeFile(configuration, toConfiguration(folder, port));
  const { file, args } = pinning.onTargetCore({
    file: program,
    args: ['-p', folder, '-c', configuration, '-e', join(folder, 'error.log')],
  });
  const child = spawn('/bin/sh', ['-c', untilStdinEnds, 'sh', file, ...args], { detached: true });
  scope.own(child);
  await untilListening(child, port);
  return {
    name: 'nginx',
    url: `http://127.0.0.1:${port}/`,
    countRequests: () => countRequests(port),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      endGroup(child, 'SIGTERM');
      await exited;
    },
  };
}

function toConfiguration(folder: string, port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
events { worker_connections 16384; }
http {
  access_log off;
  keepalive_requests 1000000000;
  keepalive_timeout 1h;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location = /count { stub_status; }
    location / { default_type application/json; return 200 '{"ok":true}'; }
  }
}
`;
}

/** Freed again: another process could take it in between, which then shows as a failed start. */
async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Accepted, handled and requests: the last is what counts. */
async function countRequests(port: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/count`);
  return Number(/\d+ \d+ (\d+)/.exec(await answer.text())?.[1] ?? Number.NaN);
}

async function untilListening(child: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + startLimitMs;
  while (!(await isListening(port))) {
    if (child.exitCode !== null || performance.now() > deadline) throw new Error('nginx did not start');
    await delay(pollMs);
  }
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
