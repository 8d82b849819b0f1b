import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Codec,
  type DataStore,
  openDataStore,
  type Table,
} from '../../../../platform/storage/data-store.ts';
import type { JournalRecord } from '../../../../platform/storage/journal-batch.ts';
import { settle } from '../../../support/fake-clock.ts';

const codec: Codec<number> = { toJson: (value) => value, fromJson: Number };

/** What a journal was told, a line each. */
let told: string[];
let log: string[];
/** What the next writing fails with. */
let failure: Error | undefined;
let isSound: boolean;
let bytes: number;
/** Lets the writing that is under way come to its end. */
let finish: (() => void) | undefined;
let isSlow: boolean;
let store: DataStore;
let table: Table<number>;

async function tell(kind: string, records: Iterable<JournalRecord>): Promise<void> {
  told.push(`${kind} ${[...records].map((record) => record.slice(1).join('=')).join(' ')}`);
  if (isSlow) await new Promise<void>((resolve) => (finish = resolve));
  if (failure !== undefined) throw failure;
}

async function open(records: JournalRecord[] = []): Promise<void> {
  store = await openDataStore({
    open(apply) {
      records.forEach(apply);
      return Promise.resolve({
        bytes: () => bytes,
        isSound: () => isSound,
        append: (batch) => tell('append', batch),
        rewrite: (all) => tell('rewrite', all),
        close: () => Promise.resolve(void told.push('close')),
      });
    },
    log: (line) => log.push(line),
  });
  table = store.table('t', codec);
}

beforeEach(async () => {
  told = [];
  log = [];
  failure = undefined;
  isSound = true;
  isSlow = false;
  bytes = 0;
  await open();
});

describe('a store', () => {
  it('has what the journal holds, and knows the last word on each key', async () => {
    await open([
      ['t', 'a', 1],
      ['t', 'b', 2],
      ['other', 'a', 9],
      ['t', 'a', 3],
      ['t', 'b'],
    ]);
    expect([...table.entries()]).toEqual([['a', 3]]);
  });

  it('writes what changed together in one batch, each key once', async () => {
    table.set('a', 1);
    table.set('b', 2);
    table.set('a', 3);
    table.delete('absent');
    await store.commit();
    expect(told).toEqual(['append a=3 b=2']);
  });

  it('writes nothing when nothing has changed', async () => {
    await store.commit();
    expect(told).toEqual([]);
  });

  it('has all who come while it writes share the next batch', async () => {
    isSlow = true;
    table.set('a', 1);
    const first = store.commit();
    await settle();
    const others = ['b', 'c', 'd'].map((key, value) => {
      table.set(key, value);
      return store.commit();
    });
    isSlow = false;
    finish?.();
    await Promise.all([first, ...others]);
    expect(told).toEqual(['append a=1', 'append b=0 c=1 d=2']);
  });

  it('has one who changed nothing since wait for what is being written', async () => {
    isSlow = true;
    failure = new Error('no space');
    table.set('a', 1);
    store.commitSoon();
    await settle();
    const commit = store.commit();
    finish?.();
    await expect(commit).rejects.toMatchObject({ code: 'DATA_NOT_WRITTEN' });
  });

  it('keeps what the disk does not take for the next time, and says so once', async () => {
    failure = new Error('ENOSPC: no space left');
    table.set('a', 1);
    await expect(store.commit()).rejects.toMatchObject({
      code: 'DATA_NOT_WRITTEN',
      message: 'the data folder does not take the change: ENOSPC: no space left',
    });
    table.set('b', 2);
    await expect(store.commit()).rejects.toMatchObject({ code: 'DATA_NOT_WRITTEN' });
    failure = undefined;
    table.delete('a');
    await store.commit();
    expect(told.at(-1)).toBe('append a b=2');
    expect(log).toEqual([
      'the data folder does not take the change: ENOSPC: no space left',
      'the data folder takes changes again',
    ]);
  });

  it('writes everything anew when nobody knows what the disk has', async () => {
    await open([['other', 'x', 9]]);
    table.set('a', 1);
    await store.commit();
    isSound = false;
    table.set('b', 2);
    await store.commit();
    expect(told).toEqual(['append a=1', 'rewrite a=1 b=2 x=9']);
  });

  it('writes everything anew when the journal has become long', async () => {
    bytes = 17 * 1024 * 1024;
    table.set('a', 1);
    await store.commit();
    expect(told).toEqual(['rewrite a=1', 'append a=1']);
  });

  it('writes what is left before it closes', async () => {
    table.set('a', 1);
    await store.close();
    expect(told).toEqual(['append a=1', 'close']);
  });
});
