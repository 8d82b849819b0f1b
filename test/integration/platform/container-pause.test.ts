/** Pausing a container by the freezer of its control group: nothing inside runs meanwhile. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { createContainerBackend } from '../../../platform/isolation/container/container.ts';
import { findRuntimes } from '../../../platform/runtime/runtimes.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';

const folder = await mkdtemp(join(tmpdir(), 'faasmark-pause-'));
const instancesFolder = join(folder, 'instances');
const backend = createContainerBackend({ runtimes: findRuntimes(), instancesFolder });
const availability = await backend.probe();

/** Whether each group of our containers is frozen, by either version of control groups. */
function readStates(): boolean[] {
  return ['/sys/fs/cgroup/freezer', '/sys/fs/cgroup']
    .map((root) => join(root, `faasmark-${process.pid}-containers`))
    .filter((own) => existsSync(own))
    .flatMap((own) => readdirSync(own).map((name) => join(own, name)))
    .flatMap((group) => [join(group, 'freezer.state'), join(group, 'cgroup.freeze')])
    .filter((path) => existsSync(path))
    .map((path) => ['FROZEN', '1'].includes(readFileSync(path, 'utf8').trim()));
}

describeWhereThere(availability.isAvailable ? undefined : availability.reason, 'a paused container', () => {
  it('is frozen until it is resumed, and can be destroyed while it is', async () => {
    const codeFolder = join(folder, 'code');
    await mkdir(codeFolder);
    await writeFile(join(codeFolder, 'index.js'), 'exports.handler = async () => true');
    const sandbox = backend.create({
      id: 'one',
      revision: {
        name: 'one',
        version: '$LATEST',
        revisionId: 'first',
        modifiedEpochMs: 0,
        settings: {
          runtime: 'nodejs24.x',
          handler: 'index.handler',
          role: '',
          description: '',
          timeoutSeconds: 3,
          memoryMiB: 256,
          ephemeralStorageMiB: 512,
          environment: {},
        },
        code: { folder: codeFolder, sha256: '', zipBytes: 0 },
      },
      logStreamName: 'log',
      onOutput: () => undefined,
      onIdleExit: () => undefined,
    });
    expect(await sandbox.started).toMatchObject({ kind: 'ready', origin: 'new' });
    await sandbox.pause?.();
    expect(readStates()).toContain(true);
    await sandbox.resume?.();
    expect(readStates()).not.toContain(true);
    await sandbox.pause?.();
    await sandbox.destroy();
    await backend.close();
    expect((await readdir(instancesFolder)).filter((name) => name.startsWith('cell'))).toEqual([]);
    await rm(folder, { recursive: true });
  });
});
