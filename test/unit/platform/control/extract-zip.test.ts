import { lstat, mkdir, mkdtemp, readFile, readdir, readlink, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ExtractLimits, extractZip } from '../../../../platform/control/extract-zip.ts';
import { linkMode, type ZipFiles, zipFiles } from '../../../support/zip-files.ts';

let outside: string;
let folder: string;
beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'faasmark-test-'));
  folder = join(outside, 'a', 'code');
  await mkdir(folder, { recursive: true });
});
afterEach(() => rm(outside, { recursive: true }));

const limits: ExtractLimits = { maxBytes: 10_000, maxEntries: 20 };
const link = (content: string): { content: string; mode: number } => ({ content, mode: linkMode });

/** An archive whose names its maker would refuse: written under harmless ones of the same length. */
async function zipUnderFalseName(name: string): Promise<Buffer> {
  const harmless = 'x'.repeat(name.length);
  const zip = await zipFiles({ [harmless]: 'content' });
  return Buffer.from(zip.toString('latin1').replaceAll(harmless, name), 'latin1');
}

describe('a deployment package', () => {
  it('gives its files, folders and links, with the mode of each', async () => {
    const zip = await zipFiles({
      'index.js': 'one',
      'lib/deep/two.js': 'two',
      bootstrap: { content: '#!', mode: 0o100_755 },
      'bin/run': link('../lib/deep/two.js'),
      dangling: link('lib/absent'),
    });
    await extractZip(zip, folder, limits);
    expect(await readFile(join(folder, 'lib/deep/two.js'), 'utf8')).toBe('two');
    expect(await readFile(join(folder, 'bin/run'), 'utf8')).toBe('two');
    expect(await readlink(join(folder, 'dangling'))).toBe('lib/absent');
    const mode = async (name: string): Promise<number> => (await stat(join(folder, name))).mode & 0o777;
    expect([await mode('index.js'), await mode('bootstrap')]).toEqual([0o644, 0o755]);
  });

  it('that states no modes gives files that can be read', async () => {
    await extractZip(await zipFiles({ a: { content: 'a', mode: 0 } }), folder, limits);
    expect((await lstat(join(folder, 'a'))).mode & 0o777).toBe(0o644);
  });

  it.each<[string, ZipFiles]>([
    ['to an absolute path', { l: link('/etc/passwd') }],
    ['upwards', { l: link('../../secret') }],
    ['upwards, to the folder itself and on', { l: link('..') }],
    ['upwards from a folder', { 'd/l': link('../../x') }],
    ['upwards through a name', { l: link('d/../../x') }],
    ['upwards through a link that looks like a folder', { d: link('.'), 's/l': link('../d/..') }],
    ['upwards through a deep link', { 'a/b/c': link('../..'), l: link('a/b/c/../../x') }],
  ])('with a link that leads out is refused: %s', async (_, files) => {
    await expect(extractZip(await zipFiles(files), folder, limits)).rejects.toMatchObject({
      name: 'ZipError',
      problem: 'unsafe',
    });
  });

  it('writes nothing through a link', async () => {
    const zip = await zipFiles({ d: link('.'), 'd/file': 'x' });
    await expect(extractZip(zip, folder, limits)).rejects.toMatchObject({ problem: 'corrupt' });
  });

  it.each([
    ['leads upwards', '../evil'],
    ['leads upwards from a folder', 'd/../../evil'],
    ['is absolute', '/evil'],
    ['is a Windows path', 'c:/evil'],
  ])('with a name that %s is refused, and nothing is written', async (_, name) => {
    await expect(extractZip(await zipUnderFalseName(name), folder, limits)).rejects.toMatchObject({
      name: 'ZipError',
      problem: 'unsafe',
    });
    expect(await readdir(outside, { recursive: true })).toEqual(['a', 'a/code']);
  });

  it.each<[string, () => Promise<Buffer>]>([
    ['of more bytes than it may', () => zipFiles({ bomb: Buffer.alloc(10_001) })],
    ['of more bytes together', () => zipFiles({ a: Buffer.alloc(6000), b: Buffer.alloc(6000) })],
    [
      'of too many files',
      () => zipFiles(Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`f${at}`, '']))),
    ],
  ])('%s is refused', async (_, zip) => {
    await expect(extractZip(await zip(), folder, limits)).rejects.toMatchObject({ problem: 'tooLarge' });
  });

  it('that states less than it holds is refused', async () => {
    const zip = await zipFiles({ bomb: Buffer.alloc(9000) });
    // The uncompressed size in the central directory, which is what a reader goes by.
    const entry = zip.lastIndexOf('PK\u0001\u0002', undefined, 'latin1');
    zip.writeUInt32LE(10, entry + 24);
    await expect(extractZip(zip, folder, limits)).rejects.toMatchObject({ problem: 'corrupt' });
  });

  it.each<[string, () => Promise<Buffer>]>([
    ['is no zip', () => Promise.resolve(Buffer.from('no zip at all, but long enough to be one'))],
    ['is empty', () => Promise.resolve(Buffer.alloc(0))],
    ['is cut short', async () => (await zipFiles({ a: 'a' })).subarray(0, -10)],
    ['has damaged content', async () => (await zipFiles({ a: 'a'.repeat(500) })).fill(0xff, 33, 40)],
    ['has a file where it has a folder', () => zipFiles({ a: 'file', 'a/b': 'file' })],
    ['has two links of one name', () => zipFiles({ a: 'file', './a': link('x') })],
    ['has a link below a link to nowhere', () => zipFiles({ d: link('absent'), 'd/l': link('x') })],
    ['has a name longer than any file', () => zipFiles({ ['n'.repeat(300)]: '' })],
  ])('that %s is refused as corrupt', async (_, zip) => {
    await expect(extractZip(await zip(), folder, limits)).rejects.toMatchObject({
      name: 'ZipError',
      problem: 'corrupt',
    });
  });
});
