/** The image of a root file system in a Docker engine: brought there once, and known by what is in it. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { join } from 'node:path';
import type { BindMount } from '../container-limits.ts';
import { runtimeFolder } from '../places.ts';
import type { RootFileSystem } from '../root-file-system.ts';
import type { DockerClient } from './docker-client.ts';

const repository = 'faasmark-root';

/**
 * It stays in the engine for the next platform. An engine takes no two files of one name, so only the last layer is
 * brought there.
 *
 * @returns its name.
 * @throws Error that says what is wrong with the files, or `DOCKER_REFUSED`.
 */
export async function importImage(docker: DockerClient, { layers }: RootFileSystem): Promise<string> {
  const folder = layers.at(-1) ?? '';
  const name = `${repository}:${await hashArchive(folder)}`;
  const found = await docker.ask('GET', `/images/${name}/json`).catch(() => undefined);
  if (found === undefined) {
    const tag = name.slice(repository.length + 1);
    await docker.upload(`/images/create?fromSrc=-&repo=${repository}&tag=${tag}`, readArchive(folder).stdout);
  }
  return name;
}

async function hashArchive(folder: string): Promise<string> {
  const tar = readArchive(folder);
  const closed = once(tar, 'close');
  const hash = createHash('sha256');
  for await (const chunk of tar.stdout) hash.update(chunk as Buffer);
  const [status] = (await closed) as [number | null];
  if (status !== 0) throw new Error(`tar cannot read ${folder}: it ended with status ${status}`);
  return hash.digest('hex').slice(0, 16);
}

/** The same files give the same bytes. */
function readArchive(folder: string): ChildProcessByStdio<null, Readable, null> {
  const stable = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
  return spawn('tar', ['--create', '--file=-', ...stable, '--directory', folder, '.'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** What the engine has to show inside of the other layers: the platform's files for runtimes. */
export function toLayerMounts({ layers }: RootFileSystem): BindMount[] {
  return layers
    .slice(0, -1)
    .map((layer) => ({ source: join(layer, runtimeFolder), destination: runtimeFolder }));
}
