import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openPlatformData } from '../../../../platform/storage/data-folder.ts';
import { lockFolder } from '../../../../platform/storage/folder-lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-data-'));
});
afterEach(() => rm(folder, { recursive: true }));

const open = (path = folder): ReturnType<typeof openPlatformData> => openPlatformData(path, () => undefined);
const text = { toJson: String, fromJson: String };

describe('a data folder', () => {
  it('is made, and keeps what was put into it', async () => {
    const path = join(folder, 'new', 'one');
    const first = await open(path);
    first.store.table('t', text).set('a', 'x');
    await first.close();
    const second = await open(path);
    expect([...second.store.table('t', text).entries()]).toEqual([['a', 'x']]);
    await second.close();
    expect((await readdir(path)).toSorted()).toEqual(['code', 'format.json', 'journal']);
  });

  it('is for one platform at a time', async () => {
    const first = await open();
    await expect(open()).rejects.toMatchObject({
      code: 'DATA_FOLDER_IN_USE',
      message: `${folder}: another platform, process ${process.pid}, has this folder`,
    });
    await first.close();
    await (await open()).close();
  });

  it('is free when its owner was killed', async () => {
    await writeFile(join(folder, 'format.json'), '{"version":1}');
    // No process has this id.
    await writeFile(join(folder, 'owner.7'), JSON.stringify({ pid: 2 ** 30, startTicks: '1' }));
    const data = await open();
    expect(await readdir(folder)).toContain('owner.8');
    expect(await readdir(folder)).not.toContain('owner.7');
    await data.close();
  });

  it.each([
    [
      'of a newer platform',
      'format.json',
      '{"version":2}',
      'DATA_FOLDER_NEWER',
      'format 2 by a newer platform',
    ],
    ['of something else', 'letter.txt', 'Dear', 'DATA_FOLDER_UNUSABLE', 'not empty'],
  ])('%s is refused and left as it is', async (_, name, content, code, message) => {
    await writeFile(join(folder, name), content);
    await expect(open()).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    expect(await readdir(folder)).toEqual([name]);
    expect(await readFile(join(folder, name), 'utf8')).toBe(content);
  });

  it('that is a file is refused', async () => {
    const path = join(folder, 'file');
    await writeFile(path, '');
    await expect(open(path)).rejects.toMatchObject({ code: 'DATA_FOLDER_UNUSABLE' });
  });

  it('with damage is refused, and free again', async () => {
    await (await open()).close();
    await writeFile(join(folder, 'journal'), 'this is no journal of ours');
    await expect(open()).rejects.toMatchObject({ code: 'DATA_FOLDER_DAMAGED' });
    expect(await readdir(folder)).not.toContain('owner.1');
  });
});

describe('the lock of a folder', () => {
  it('goes to one of many who come at once', async () => {
    await mkdir(join(folder, 'lock'));
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => lockFolder(join(folder, 'lock'))),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(join(folder, 'lock'))).toHaveLength(1);
  });
});
