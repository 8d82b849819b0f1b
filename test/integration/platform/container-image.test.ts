/** Containers of a root file system of the user's own: as small as Node.js allows, as a folder and as an archive. */
import { execFileSync } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { findProgram } from '../../../platform/isolation/find-program.ts';
import { startPlatform } from '../../../platform/start-platform.ts';
import { startDocker } from '../../support/docker.ts';
import { createFunction, createLambdaClient, invoke } from '../../support/lambda-client.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';

const docker = await startDocker();
if (docker !== undefined) process.env['DOCKER_HOST'] = `unix://${docker.socketPath}`;
const busybox = findProgram('busybox');
const folder = await mkdtemp(join(tmpdir(), 'faasmark-image-'));
const root = join(folder, 'root');
const archive = join(folder, 'root.tar');
afterAll(async () => {
  await docker?.stop();
  await rm(folder, { recursive: true });
});

async function add(source: string, name: string): Promise<void> {
  const path = join(root, name);
  await mkdir(dirname(path), { recursive: true });
  await copyFile(source, path);
  await chmod(path, 0o755);
}

async function buildImage(shell: string): Promise<void> {
  await add(process.execPath, 'usr/bin/node');
  await add(shell, 'bin/sh');
  const libraries = execFileSync('ldd', [process.execPath], { encoding: 'utf8' }).match(/\/\S+/g) ?? [];
  for (const library of libraries) await add(library, library);
  await writeFile(join(root, 'marker'), 'of the image');
  execFileSync('tar', ['--create', '--file', archive, '--directory', root, '.']);
}

const engines = [
  { engine: 'crun', image: root, missing: findProgram('crun') },
  { engine: 'runc', image: archive, missing: findProgram('runc') },
  { engine: 'docker', image: root, missing: docker },
] as const;

describeWhereThere(
  process.getuid?.() !== 0 || busybox === undefined ? 'it takes root, and busybox' : undefined,
  'an image of the user',
  () => {
    it.each(engines.filter(({ missing }) => missing !== undefined))(
      'is what containers of $engine see',
      async ({ engine, image }) => {
        await buildImage(busybox ?? '');
        const platform = await startPlatform({ isolation: 'container', container: { engine, image } });
        const client = createLambdaClient(platform.endpoint);
        const source = `const { existsSync, readFileSync } = require('node:fs');
          exports.handler = async () => [readFileSync('/marker', 'utf8'), existsSync('/usr/bin/env')];`;
        await createFunction(client, 'f', { source });
        expect((await invoke(client, 'f')).payload).toEqual(['of the image', false]);
        client.destroy();
        await platform.close();
      },
    );
  },
);
