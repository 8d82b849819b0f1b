/** A Docker engine of the test alone: on a socket and in folders of its own, without a network, ended by its id. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDockerClient } from '../../platform/isolation/container/docker/docker-client.ts';
import { findDeathSignalWrapper } from '../../platform/isolation/death-signal.ts';
import { findProgram } from '../../platform/isolation/find-program.ts';
import { eventually } from './eventually.ts';

export interface TestDocker {
  readonly socketPath: string;
  stop(): Promise<void>;
}

/** @returns undefined where there is no `dockerd`, no root, or it does not come up. */
export async function startDocker(): Promise<TestDocker | undefined> {
  const program = findProgram('dockerd');
  if (program === undefined || process.getuid?.() !== 0) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'faasmark-docker-'));
  const socketPath = join(folder, 'docker.sock');
  const [first = '', ...rest] = [...findDeathSignalWrapper(), program, ...toArguments(folder, socketPath)];
  const daemon = spawn(first, rest, { stdio: 'ignore' });
  const stop = async (): Promise<void> => {
    await end(daemon);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const client = createDockerClient(socketPath);
  const isUp = await eventually(
    async () =>
      await client.ask('GET', '/info').then(
        () => true,
        () => false,
      ),
    (answers) => answers || daemon.exitCode !== null,
  );
  if (isUp) return { socketPath, stop };
  await stop();
  return undefined;
}

function toArguments(folder: string, socketPath: string): string[] {
  const places = { host: `unix://${socketPath}`, 'data-root': 'data', 'exec-root': 'exec', pidfile: 'pid' };
  return [
    ...Object.entries(places).map(
      ([name, place]) => `--${name}=${place.startsWith('unix:') ? place : join(folder, place)}`,
    ),
    '--bridge=none',
    '--iptables=false',
    '--ip-forward=false',
  ];
}

async function end(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  const ended = once(daemon, 'exit');
  daemon.kill('SIGTERM');
  await ended;
}
