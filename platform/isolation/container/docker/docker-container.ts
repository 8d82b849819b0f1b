/** One container of a Docker engine: created, attached to and started, and removed when it is done with. */
import { chmod, mkdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { SandboxExit } from '../../backend.ts';
import { toSandboxExit } from '../container-exit.ts';
import { createMemoryReader } from '../control-groups.ts';
import type { HeldContainer } from '../held-containers.ts';
import { type DockerClient, readField } from './docker-client.ts';
import { type DockerSpec, toDockerConfig } from './docker-config.ts';
import { createFrameReader } from './output-frames.ts';
import { socketFolder, socketName } from './runtime-socket.ts';

export interface DockerContainer extends HeldContainer {
  /** Listens where the runtime inside looks for the Runtime API. */
  listenInside(): Promise<Server>;
  /** Has the output of the container go there, from now on and what there was. */
  listen(onOutput: (chunk: Buffer) => void): void;
  start(): Promise<void>;
  /** Writes to the standard input of the container, and closes it. */
  tell(text: string): void;
  readPeakMemoryMiB(): number | undefined;
  pause(): Promise<void>;
  resume(): Promise<void>;
}

/** @param folder - not there yet, and of this container alone. */
export async function createDockerContainer(
  docker: DockerClient,
  spec: DockerSpec,
  folder: string,
): Promise<DockerContainer> {
  await mkdir(folder, { recursive: true });
  // The user inside looks into it.
  await chmod(folder, 0o755);
  const mounts = [...spec.mounts, { source: folder, destination: socketFolder }];
  const created = await docker.ask('POST', '/containers/create', toDockerConfig({ ...spec, mounts }));
  const path = `/containers/${String(readField(created, 'Id'))}`;
  const connection = await docker.attach(`${path}/attach?stream=1&stdin=1&stdout=1&stderr=1`);
  connection.on('error', () => undefined);
  const unheard: Buffer[] = [];
  let hear = (chunk: Buffer): void => void unheard.push(chunk);
  connection.on(
    'data',
    createFrameReader((chunk) => hear(chunk)),
  );
  const readsOutput = new Promise<void>((resolve) => connection.once('close', resolve));
  const ended = docker.ask('POST', `${path}/wait?condition=next-exit`);
  let readPeakBytes: () => number | undefined = () => undefined;
  let isPaused = false;

  async function readExit(): Promise<SandboxExit> {
    const status = Number(readField(await ended, 'StatusCode'));
    await readsOutput;
    const state = readField(await docker.ask('GET', `${path}/json`), 'State');
    if (readField(state, 'OOMKilled') === true) return { kind: 'outOfMemory' };
    return toSandboxExit({ status, signal: null, complaint: '' });
  }

  const exit = readExit().catch(({ message }: Error): SandboxExit => ({
    kind: 'notStarted',
    code: '',
    message,
  }));
  async function setPaused(wanted: boolean): Promise<void> {
    await docker.ask('POST', `${path}/${wanted ? 'pause' : 'unpause'}`);
    isPaused = wanted;
  }

  return {
    exit,
    async listenInside() {
      const server = createServer({ noDelay: true });
      const place = join(folder, socketName);
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(place, resolve);
      });
      await chmod(place, 0o666);
      return server;
    },
    listen(onOutput) {
      hear = onOutput;
      for (const chunk of unheard.splice(0)) onOutput(chunk);
    },
    async start() {
      await docker.ask('POST', `${path}/start`);
      const state = readField(await docker.ask('GET', `${path}/json`), 'State');
      readPeakBytes = createMemoryReader(Number(readField(state, 'Pid')));
    },
    tell: (text) => void connection.end(text),
    readPeakMemoryMiB() {
      const bytes = readPeakBytes();
      return bytes === undefined ? undefined : Math.ceil(bytes / 2 ** 20);
    },
    pause: () => setPaused(true),
    resume: () => setPaused(false),
    async destroy() {
      if (isPaused) await setPaused(false).catch(() => undefined);
      await docker.ask('DELETE', `${path}?force=1&v=1`).catch(() => undefined);
      connection.destroy();
      await exit;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
