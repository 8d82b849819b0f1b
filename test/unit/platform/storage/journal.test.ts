import { appendFile, mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Journal, openJournal } from '../../../../platform/storage/journal.ts';
import type { JournalRecord } from '../../../../platform/storage/journal-batch.ts';

let folder: string;
let path: string;
let log: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-journal-'));
  path = join(folder, 'journal');
  log = [];
});
afterEach(() => rm(folder, { recursive: true }));

async function open(): Promise<{ readonly journal: Journal; readonly records: JournalRecord[] }> {
  const records: JournalRecord[] = [];
  const journal = await openJournal({
    path,
    apply: (record) => records.push(record),
    log: (line) => log.push(line),
  });
  return { journal, records };
}

async function read(): Promise<JournalRecord[]> {
  const { journal, records } = await open();
  await journal.close();
  return records;
}

/** A journal of two batches. @returns where each ends. */
async function write(): Promise<[first: number, second: number]> {
  const { journal } = await open();
  await journal.append([
    ['t', 'a', 1],
    ['t', 'b', { text: 'zwei\n' }],
  ]);
  const first = journal.bytes();
  await journal.append([['t', 'a']]);
  const second = journal.bytes();
  await journal.close();
  return [first, second];
}

const firstBatch: JournalRecord[] = [
  ['t', 'a', 1],
  ['t', 'b', { text: 'zwei\n' }],
];

describe('a journal', () => {
  it('gives back what was appended, in order', async () => {
    await write();
    expect(await read()).toEqual([...firstBatch, ['t', 'a']]);
    expect(log).toEqual([]);
  });

  it('loses the batch that was not written whole, and only that', async () => {
    const [first, second] = await write();
    await truncate(path, second - 1);
    expect(await read()).toEqual(firstBatch);
    expect((await stat(path)).size).toBe(first);
    expect(log).toEqual([expect.stringContaining(`cut off ${second - 1 - first} bytes`)]);
  });

  it('goes on behind what it has cut off', async () => {
    const [, second] = await write();
    await truncate(path, second - 1);
    const { journal } = await open();
    await journal.append([['t', 'c', 3]]);
    await journal.close();
    expect(await read()).toEqual([...firstBatch, ['t', 'c', 3]]);
  });

  it('takes blocks that were claimed and never filled for a batch that was not written', async () => {
    const [, second] = await write();
    await appendFile(path, Buffer.alloc(4096));
    expect(await read()).toHaveLength(3);
    expect((await stat(path)).size).toBe(second);
  });

  it.each([
    ['the changes', 30],
    ['the header', 3],
  ])('with damage in %s of a batch that others follow says where, and stays as it is', async (_, at) => {
    await write();
    const bytes = await readFile(path);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await writeFile(path, bytes);
    await expect(open()).rejects.toMatchObject({
      code: 'DATA_FOLDER_DAMAGED',
      message: expect.stringContaining(`${path}: bytes 0 to `),
    });
    expect(await readFile(path)).toEqual(bytes);
  });

  it('written anew holds what it was given, and what comes after', async () => {
    await write();
    const { journal } = await open();
    await journal.rewrite(Array.from({ length: 1200 }, (_, index) => ['t', String(index), index]));
    await journal.append([['t', 'last', true]]);
    await journal.close();
    const records = await read();
    expect([records.length, records.at(1199), records.at(-1)]).toEqual([
      1201,
      ['t', '1199', 1199],
      ['t', 'last', true],
    ]);
    expect(await readdir(folder)).toEqual(['journal']);
  });

  it('that cannot be written anew is what it was', async () => {
    await write();
    const { journal } = await open();
    function* failing(): Generator<JournalRecord> {
      yield ['t', 'x', 1];
      throw new Error('no more');
    }
    await expect(journal.rewrite(failing())).rejects.toThrow('no more');
    await journal.append([['t', 'c', 3]]);
    await journal.close();
    expect(await read()).toEqual([...firstBatch, ['t', 'a'], ['t', 'c', 3]]);
    expect(await readdir(folder)).toEqual(['journal']);
  });
});
