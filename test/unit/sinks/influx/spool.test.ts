import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Spool, createSpool, spoolFiles } from '../../../../harness/sinks/influx/spool.ts';

let folder: string;
let spool: Spool;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-spool-'));
  spool = createSpool(folder);
});
afterEach(async () => {
  spool.close({ keeps: true });
  await rm(folder, { recursive: true, force: true });
});

const read = (file: keyof typeof spoolFiles): Promise<string> =>
  readFile(join(folder, spoolFiles[file](1)), 'utf8');

describe('the spool', () => {
  it('is empty at first', () => {
    expect(spool.read(10)).toEqual({ lines: [], end: 0 });
    expect(spool.offered).toBe(0);
  });

  it('gives the lines in order, at most as many as asked for', async () => {
    spool.append(['a', 'ü']);
    spool.append([]);
    spool.append(['c']);
    const chunk = spool.read(2);
    expect(chunk).toEqual({ lines: ['a', 'ü'], end: 5 });
    expect(spool.offered).toBe(3);
    expect(await read('lines')).toBe('a\nü\nc\n');
  });

  it('gives the same lines again until they are acknowledged', async () => {
    spool.append(['a', 'b', 'c']);
    expect(spool.read(2)).toEqual(spool.read(2));
    spool.acknowledge(spool.read(2));
    expect(spool.read(2)).toEqual({ lines: ['c'], end: 6 });
    spool.acknowledge(spool.read(2));
    expect(spool.read(2).lines).toEqual([]);
  });

  it('holds no more than what was not acknowledged', async () => {
    spool.append(['a', 'b']);
    spool.acknowledge(spool.read(2));
    expect(await read('lines')).toBe('');
    const other = join(folder, 'other');
    const second = createSpool(other);
    second.append(['c', 'x'.repeat(3 << 20), 'e']);
    second.acknowledge(second.read(1));
    second.close({ keeps: true });
    expect(await readFile(join(other, spoolFiles.lines(1)), 'utf8')).toBe(`${'x'.repeat(3 << 20)}\ne\n`);
  });

  it('is gone when nothing is left of it', async () => {
    const second = createSpool(join(folder, 'other'));
    second.append(['a']);
    second.acknowledge(second.read(1));
    second.close({ keeps: false });
    expect(await readdir(join(folder, 'other'))).toEqual([]);
  });

  it('gives a line that is longer than a block, and never a part of one', () => {
    const long = 'x'.repeat(3 << 20);
    spool.append(['a', long, 'b']);
    const lines: string[] = [];
    for (let chunk = spool.read(10); chunk.lines.length > 0; chunk = spool.read(10)) {
      lines.push(...chunk.lines);
      spool.acknowledge(chunk);
    }
    expect(lines).toEqual(['a', long, 'b']);
  });

  it('keeps rejected lines under the reason', async () => {
    spool.reject(['a', 'b'], '400 wrong\ntype');
    spool.reject(['c'], '413 too large');
    expect(await read('rejected')).toBe('# 400 wrong type\na\nb\n# 413 too large\nc\n');
  });

  it('has a file of its own beside that of another database', async () => {
    const second = createSpool(folder);
    spool.append(['a']);
    second.append(['b']);
    second.reject(['b'], 'no');
    expect(spool.read(1).lines).toEqual(['a']);
    expect(second.read(1).lines).toEqual(['b']);
    second.close({ keeps: true });
    expect(await readdir(folder)).toEqual(['influx-2-rejected.lp', 'influx-2.lp', 'influx.lp']);
  });

  it('says so when it cannot be written', () => {
    expect(() => createSpool(join(folder, spoolFiles.lines(1)))).toThrow(
      expect.objectContaining({ code: 'DIRECTORY_UNWRITABLE' }),
    );
  });
});
