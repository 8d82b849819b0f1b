import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import yauzl from 'yauzl';
import { packageZip } from '../../../adapters/package-zip.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-test-'));
  await writeFile(join(folder, 'bootstrap'), '#!/bin/sh\n');
  await chmod(join(folder, 'bootstrap'), 0o755);
  await writeFile(join(folder, 'data'), 'x');
  await chmod(join(folder, 'data'), 0o644);
});
afterAll(() => rm(folder, { recursive: true }));

const files = (): { path: string; source: string }[] =>
  ['bootstrap', 'data'].map((name) => ({ path: `in/${name}`, source: join(folder, name) }));

describe('a deployment package', () => {
  it('keeps the executable bit of a file', async () => {
    const zip = await yauzl.fromBufferPromise(await packageZip(files()));
    const modes: [string, number][] = [];
    for await (const entry of zip.eachEntry())
      modes.push([entry.fileName, (entry.externalFileAttributes >>> 16) & 0o777]);
    expect(modes).toEqual([
      ['in/bootstrap', 0o755],
      ['in/data', 0o644],
    ]);
  });

  it('takes bytes that cannot be compressed as they are', async () => {
    const content = Buffer.alloc(100_000);
    const zip = await packageZip([{ path: 'filler', content: () => content }]);
    expect(zip.includes(content)).toBe(true);
  });

  it('has the same bytes for the same files', async () => {
    expect((await packageZip(files())).equals(await packageZip(files()))).toBe(true);
  });

  it('names a file that is not there', async () => {
    const source = join(folder, 'absent');
    await expect(packageZip([{ path: 'absent', source }])).rejects.toMatchObject({
      code: 'FUNCTION_FILES_MISSING',
      message: expect.stringContaining(source),
    });
  });
});
