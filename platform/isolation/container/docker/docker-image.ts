/** The image of a root file system in a Docker engine: brought there once, and known by what is in it. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { RootFileSystem } from '../root-file-system.ts';
import type { DockerClient } from './docker-client.ts';

const repository = 'faasmark-root';

/**
 * It stays in the engine for the next platform.
 *
 * @returns its name.
 * @throws Error that says what is wrong with the files, or `DOCKER_REFUSED`.
 */
export async function importImage(docker: DockerClient, { layers }: RootFileSystem): Promise<string> {
  const name = `${repository}:${await hashArchive(layers)}`;
  const found = await docker.ask('GET', `/images/${name}/json`).catch(() => undefined);
  if (found === undefined) {
    const tag = name.slice(repository.length + 1);
    await docker.upload(`/images/create?fromSrc=-&repo=${repository}&tag=${tag}`, readArchive(layers).stdout);
  }
  return name;
}

async function hashArchive(layers: readonly string[]): Promise<string> {
  const tar = readArchive(layers);
  const closed = once(tar, 'close');
  const hash = createHash('sha256');
  for await (const chunk of tar.stdout) hash.update(chunk as Buffer);
  const [status] = (await closed) as [number | null];
  if (status !== 0)
    throw new Error(`tar cannot read ${layers.join(' and ')}: it ended with status ${status}`);
  return hash.digest('hex').slice(0, 16);
}

/** The same files give the same bytes. Of two with one name the one that comes later counts: that of the first layer. */
function readArchive(layers: readonly string[]): ChildProcessByStdio<null, Readable, null> {
  const folders = layers.toReversed().flatMap((layer) => ['--directory', layer, '.']);
  const stable = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
  return spawn('tar', ['--create', '--file=-', ...stable, ...folders], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
