import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type CodeStore, createCodeStore } from '../../../../platform/control/code-store.ts';
import { quotas } from '../../../../platform/control/quotas.ts';
import { linkMode, zipFiles } from '../../../support/zip-files.ts';

let root: string;
let store: CodeStore;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'faasmark-test-'));
  store = createCodeStore(root);
});
afterEach(() => rm(root, { recursive: true }));

describe('the code store', () => {
  it('unpacks an archive and knows its digest', async () => {
    const zip = await zipFiles({ 'a.js': 'a' });
    const code = await store.add(zip);
    expect(await readFile(join(code.folder, 'a.js'), 'utf8')).toBe('a');
    expect(code).toMatchObject({
      zipBytes: zip.length,
      sha256: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
    });
  });

  it('keeps the files of one archive apart for each who adds it', async () => {
    const zip = await zipFiles({ 'a.js': 'a' });
    const [one, other] = [await store.add(zip), await store.add(zip)];
    expect(one.sha256).toBe(other.sha256);
    await store.release(one);
    expect([existsSync(one.folder), existsSync(other.folder)]).toEqual([false, true]);
  });

  it('copies what was uploaded, not what was written into its folder since', async () => {
    const code = await store.add(await zipFiles({ 'a.js': 'a' }));
    await writeFile(join(code.folder, 'a.js'), 'changed');
    await writeFile(join(code.folder, 'b.js'), 'added');
    const copy = await store.copy(code);
    expect(copy).toEqual({ ...code, folder: copy.folder });
    expect(await readFile(join(copy.folder, 'a.js'), 'utf8')).toBe('a');
    expect(await readdir(copy.folder)).toEqual(['a.js']);
    await store.release(code);
    await store.release(await store.copy(copy));
    await store.release(copy);
    expect(await readdir(root)).toEqual([]);
  });

  it('keeps files until their last holder lets go', async () => {
    const code = await store.add(await zipFiles({ 'a.js': 'a' }));
    store.hold(code);
    await store.release(code);
    expect(existsSync(code.folder)).toBe(true);
    await store.release(code);
    expect(await readdir(root)).toEqual([]);
  });

  it.each<[string, () => Promise<Buffer>, string, string]>([
    [
      'is no zip',
      () => Promise.resolve(Buffer.from('x')),
      'InvalidParameterValueException',
      'Could not unzip uploaded file.',
    ],
    [
      'has a link that leads out',
      () => zipFiles({ l: { content: '/', mode: linkMode } }),
      'InvalidParameterValueException',
      'a path leaves the folder',
    ],
    [
      'is over the limit',
      () => Promise.resolve(Buffer.alloc(quotas.zipBytes + 1)),
      'RequestTooLargeException',
      '52428800 bytes',
    ],
  ])('refuses an archive that %s, and keeps nothing of it', async (_, zip, type, message) => {
    await expect(store.add(await zip())).rejects.toMatchObject({
      type,
      message: expect.stringContaining(message),
    });
    expect(await readdir(root)).toEqual([]);
  });

  it('refuses an archive that unpacks to more than the limit', async () => {
    const zip = await zipFiles({ bomb: 'x' });
    // Only the stated size is looked at, before anything is written.
    zip.writeUInt32LE(quotas.unzippedBytes + 1, zip.lastIndexOf('PK\u0001\u0002', undefined, 'latin1') + 24);
    await expect(store.add(zip)).rejects.toMatchObject({
      type: 'InvalidParameterValueException',
      message: expect.stringContaining('Unzipped size must be smaller than 262144000 bytes'),
    });
    expect(await readdir(root)).toEqual([]);
  });
});
