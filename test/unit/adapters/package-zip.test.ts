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

async function readModes(zip: Buffer): Promise<[string, number][]> {
  const modes: [string, number][] = [];
  for await (const entry of (await yauzl.fromBufferPromise(zip)).eachEntry())
    modes.push([entry.fileName, (entry.externalFileAttributes >>> 16) & 0o777]);
  return modes;
}

describe('a deployment package', () => {
  it('keeps the executable bit of a file', async () => {
    expect(await readModes(await packageZip(files()))).toEqual([
      ['in/bootstrap', 0o755],
      ['in/data', 0o644],
    ]);
  });

  it('takes data that cannot be compressed as it is, and lets a program be executed', async () => {
    const content = Buffer.alloc(100_000);
    const data = await packageZip([{ path: 'filler', content: () => content, kind: 'data' }]);
    expect(data.includes(content)).toBe(true);
    const program = await packageZip([{ path: 'bootstrap', content: () => content, kind: 'program' }]);
    expect(program.length).toBeLessThan(1000);
    expect(await readModes(program)).toEqual([['bootstrap', 0o755]]);
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
