import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createWorkspace } from '../../../../platform/control/workspace.ts';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'faasmark-test-'));
});
afterEach(() => rm(parent, { recursive: true }));

async function leave(name: string, owner: string | undefined): Promise<string> {
  const folder = join(parent, name);
  await mkdir(folder);
  if (owner !== undefined) await writeFile(join(folder, 'owner.json'), owner);
  return folder;
}

/** A process id that was someone's and is no more. */
const deadPid = (): number => spawnSync(process.execPath, ['--version']).pid;

describe('a workspace', () => {
  it('has a folder for code and one for instances, and removes them', async () => {
    const workspace = await createWorkspace(parent);
    const { folder, codeFolder, instancesFolder } = workspace;
    expect([existsSync(codeFolder), existsSync(instancesFolder)]).toEqual([true, true]);
    await workspace.remove();
    expect(existsSync(folder)).toBe(false);
  });

  it('leaves that of another living platform alone', async () => {
    const one = await createWorkspace(parent);
    await createWorkspace(parent);
    expect(existsSync(one.folder)).toBe(true);
  });

  it('removes what dead platforms left', async () => {
    await leave('faasmark-platform-dead', JSON.stringify({ pid: deadPid(), startTicks: '1' }));
    // Its process id was given to another process since.
    await leave('faasmark-platform-reused', JSON.stringify({ pid: process.pid, startTicks: '1' }));
    const { folder } = await createWorkspace(parent);
    expect(await readdir(parent)).toEqual([folder.slice(parent.length + 1)]);
  });

  it.each([
    ['has no owner yet', 'faasmark-platform-new', undefined],
    ['has an owner that cannot be read', 'faasmark-platform-odd', '{'],
    ['is none of ours', 'other-platform', JSON.stringify({ pid: 2 ** 22 + 1, startTicks: null })],
  ])('leaves a folder alone that %s', async (_, name, owner) => {
    const folder = await leave(name, owner);
    await createWorkspace(parent);
    expect(existsSync(folder)).toBe(true);
  });
});
