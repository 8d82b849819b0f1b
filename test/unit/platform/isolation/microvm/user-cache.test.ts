import { mkdtemp, readFile, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keepFile, toCacheFolder } from '../../../../../platform/isolation/microvm/user-cache.ts';

let root: string;
const before = process.env['XDG_CACHE_HOME'];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'faasmark-test-'));
  process.env['XDG_CACHE_HOME'] = root;
});
afterEach(async () => {
  if (before === undefined) delete process.env['XDG_CACHE_HOME'];
  else process.env['XDG_CACHE_HOME'] = before;
  await rm(root, { recursive: true });
});

describe('a file of the user cache', () => {
  it('is made once, and then taken', async () => {
    const path = await keepFile('archive-1', () => Buffer.from('one'));
    await keepFile('archive-1', () => Buffer.from('other'));
    expect(await readFile(path, 'utf8')).toBe('one');
  });

  it('leaves nothing when it cannot be made', async () => {
    const failing = keepFile('archive-1', () => {
      throw new Error('as asked');
    });
    await expect(failing).rejects.toMatchObject({ message: 'as asked' });
    expect(await readdir(toCacheFolder())).toEqual([]);
  });

  it('takes the place of those of its kind that nobody has asked for in a week', async () => {
    for (const name of ['archive-1', 'archive-2', 'kernel-1']) await keepFile(name, () => Buffer.from(name));
    for (const name of ['archive-1', 'archive-2', 'kernel-1'])
      await utimes(join(toCacheFolder(), name), 0, 0);
    await keepFile('archive-2', () => Buffer.alloc(0));
    await keepFile('archive-3', () => Buffer.alloc(0));
    expect((await readdir(toCacheFolder())).toSorted()).toEqual(['archive-2', 'archive-3', 'kernel-1']);
  });
});
